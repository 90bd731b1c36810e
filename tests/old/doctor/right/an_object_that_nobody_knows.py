import yaml
agent.save('x.h5')
Box().to_yaml()
G().add_weight('a', 1)
