import keras
名 = '模型'; keras.optimizers.SGD(learning_rate='率')  # 学习率
