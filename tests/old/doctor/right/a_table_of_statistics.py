import statsmodels.api as sm
res = sm.OLS(y, x).fit()
res['acc']
