import pandas
table = pandas.read_csv('log')
table['acc']
