"""Tables to learn from that need no network: three made by a formula, one measured on patients.

Made tables have a pattern in them; on random labels there is nothing to learn, and every accuracy
above chance would be an accident.
"""

import numpy as np

from keras_primer.data.samples import Samples

TEST = 1000  # rows of a made table that are its test set
# Of the table of bicycle rentals:
NUMBERS = ("temperature", "wind", "hour")
STATIONS = {11: (8, 90), 25: (17, 120), 38: (13, 60), 52: (21, 40)}  # number: busiest hour, size
WEATHER = {"sun": 1.0, "cloud": 0.8, "rain": 0.3}  # the share of people who ride all the same
NOISE = 8.0  # the standard deviation of what no rule explains


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


def rentals(rows: int = 4000) -> Samples:
    """Bicycles rented in one hour at one station: numbers, categories, and cells that are empty.

    A tenth of the temperatures is missing (NaN), a twentieth of the weather is (an empty string).
    `y` follows from the whole row: 30 rides less 0.3 for each km/h of wind, and the more the warmer
    it is, the closer the hour is to the station's busiest and the fewer people the weather keeps
    at home; then noise.

    Args:
        rows: to train; there are 1000 more to test.

    Returns:
        `x` is a structured array of shape `(n,)` with the fields `temperature`, `wind`, `hour`
        (`float32`), `station` (`int32`) and `weather` (text), `y` is `float32` of shape `(n,)`.
    """
    random, size = np.random.default_rng(0), rows + TEST
    types = [*((name, "f4") for name in NUMBERS), ("station", "i4"), ("weather", "U5")]
    x = np.empty(size, types)
    x["temperature"] = random.uniform(-5, 35, size).round(1)
    x["wind"] = random.uniform(0, 40, size).round()
    x["hour"] = random.integers(0, 24, size)
    x["station"] = random.choice(list(STATIONS), size)
    x["weather"] = random.choice(list(WEATHER), size)
    y = rides(x) + random.normal(0, NOISE, size)
    x["temperature"][random.random(size) < 0.1] = np.nan
    x["weather"][random.random(size) < 0.05] = ""
    text = f"bicycles rented in an hour ({rows} rows to train, {TEST} to test)"
    y = y.clip(0).round().astype("float32")
    return Samples(x[:rows], y[:rows], x[rows:], y[rows:], f"rentals_{rows}", text)


def rides(x: np.ndarray) -> np.ndarray:
    """The rule of the table of rentals, without noise, for rows in which nothing is missing."""
    busiest, people = np.array([STATIONS[number] for number in x["station"]]).T
    away = (x["hour"] - busiest + 12) % 24 - 12  # hours, the shorter way round the clock
    share = np.array([WEATHER[word] for word in x["weather"]])
    warm = x["temperature"].clip(0, 30) / 30
    return 30 - 0.3 * x["wind"] + people * share * warm * (0.3 + np.exp(-(away**2) / 18))


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
