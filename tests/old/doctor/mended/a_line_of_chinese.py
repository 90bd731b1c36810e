import keras
名 = '模型'; keras.optimizers.SGD(lr='率')  # 学习率
