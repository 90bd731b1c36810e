"""Tables to learn from that need no network: two made by a formula, one measured on patients.

Made tables have a pattern in them; on random labels there is nothing to learn, and every accuracy
above chance would be an accident.
"""

from keras_primer.data.samples import Samples

TEST = 1000  # rows of a made table that are its test set


def split(x, y, test: int, name: str, text: str) -> Samples:
    """Make the last `test` rows the test set; columns become `float32`."""
    x, cut = x.astype("float32"), len(x) - test
    text = f"{text} ({cut} rows to train, {test} to test)"
    return Samples(x[:cut], y[:cut], x[cut:], y[cut:], name, text)


# --8<-- [start:groups]
def groups(columns: int, classes: int) -> Samples:
    """Points around the corners of a cube, two corners for each class.

    Half of the columns tell something about the class, the others are noise. 1000 rows to train and
    1000 to test: `x` is `float32` of shape `(1000, columns)`, `y` of shape `(1000,)`, from 0.
    """
    from sklearn.datasets import make_classification

    x, y = make_classification(
        1000 + TEST,
        columns,
        n_informative=10,
        n_redundant=columns // 2 - 10,
        n_classes=classes,
        class_sep=2.0,
        random_state=0,
    )
    text = f"points with {columns} coordinates around the corners of a cube, {classes} classes"
    return split(x, y, TEST, f"groups_{columns}_{classes}", text)


# --8<-- [end:groups]


def slope(columns: int) -> Samples:
    """A number that depends on ten of the columns, with a little noise; its spread is 1.

    1000 rows to train and 1000 to test: `x` is `float32` of shape `(1000, columns)`, `y` of shape
    `(1000,)`.
    """
    from sklearn.datasets import make_regression

    x, y = make_regression(1000 + TEST, columns, n_informative=10, noise=10.0, random_state=0)
    text = f"a number that depends on 10 of {columns} columns"
    return split(x, (y / y.std()).astype("float32"), TEST, f"slope_{columns}", text)


def breast_cancer() -> Samples:
    """Wisconsin breast cancer: 30 measurements of cell nuclei; 1 is benign, 0 is malignant.

    455 patients to train and 114 to test: `x` is `float32` of shape `(n, 30)`, `y` of `(n,)`.

    Source: W. Wolberg, W. Street and O. Mangasarian (1995, CC BY 4.0), as shipped by scikit-learn.
    """
    from sklearn.datasets import load_breast_cancer
    from sklearn.model_selection import train_test_split

    x, y = load_breast_cancer(return_X_y=True)
    # Towards the end of the table more and more patients are benign: its last rows would be another
    # kind of test. So the test set is drawn by lot, with both labels in proportion.
    train, test = train_test_split(range(len(y)), test_size=114, stratify=y, random_state=0)
    rows = train + test
    text = "the Wisconsin breast cancer table"
    return split(x[rows], y[rows], 114, "breast_cancer", text)
