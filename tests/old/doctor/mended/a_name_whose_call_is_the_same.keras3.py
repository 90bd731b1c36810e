from sklearn.model_selection import train_test_split
# Keras 3: sklearn.cross_validation (old/environment/#sklearn-cross-validation)
from sklearn.cross_validation import StratifiedKFold
