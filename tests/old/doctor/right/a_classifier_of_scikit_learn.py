from sklearn.svm import SVC
SVC().fit(x, y).predict_proba(x)
