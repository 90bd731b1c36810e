"""Draw a digit, on the page `recipes/draw`: what answers there is `small_cnn`, number by number."""

import base64
import hashlib
import io
import itertools
import json
import os
import re

import numpy as np
import photographs
import pytest
import site_under_test
from PIL import Image

from keras_primer.data import pictures
from keras_primer.errors import InputError
from keras_primer.records import fingerprint

DOCS = site_under_test.ROOT / "docs"
ASSETS = DOCS / "assets" / "draw"
FACTS = json.loads((ASSETS / "small_cnn.json").read_text(encoding="utf-8"))
WEIGHTS = (ASSETS / "small_cnn.bin").read_bytes()
WIDGETS = [
    DOCS / "assets" / "widgets" / name
    for name in ("draw.js", "draw.css", "layers.js", "network.js", "digits.js", "parts.js")
]
PAGES = {"zh": "recipes/draw/", "en": "en/recipes/draw/"}
CLOSE = 1e-5
MOST = 400 * 1024  # bytes of all that the page needs besides what every page has

# Digits as polylines in a square, x to the right and y down: what the hand does, stroke by stroke.
DIGITS = {
    0: [[(0.5, 0), (0.2, 0.2), (0.15, 0.5), (0.2, 0.8), (0.5, 1), (0.8, 0.8), (0.85, 0.5)]],
    1: [[(0.55, 0), (0.5, 0.5), (0.45, 1)]],
    2: [[(0.1, 0.2), (0.4, 0), (0.75, 0.15), (0.75, 0.4), (0.1, 0.95), (0.45, 0.9), (0.9, 1)]],
    3: [
        [(0.15, 0.05), (0.6, 0), (0.75, 0.2), (0.6, 0.42), (0.35, 0.47)],
        [(0.35, 0.47), (0.7, 0.55), (0.8, 0.78), (0.5, 1), (0.1, 0.9)],
    ],
    4: [[(0.25, 0), (0.15, 0.5), (0.85, 0.5)], [(0.75, 0), (0.7, 0.5), (0.65, 1)]],
    5: [
        [(0.85, 0), (0.3, 0), (0.22, 0.42)],
        [(0.22, 0.42), (0.6, 0.38), (0.8, 0.65), (0.6, 0.95), (0.1, 0.95)],
    ],
    6: [
        [(0.65, 0), (0.3, 0.35), (0.2, 0.75), (0.45, 1), (0.75, 0.85), (0.7, 0.6), (0.4, 0.58)],
        [(0.4, 0.58), (0.22, 0.75)],
    ],
    7: [[(0.1, 0.05), (0.85, 0), (0.6, 0.45), (0.4, 1)]],
    8: [
        [(0.75, 0.15), (0.45, 0), (0.25, 0.2), (0.7, 0.65), (0.75, 0.85), (0.5, 1), (0.25, 0.85)],
        [(0.25, 0.85), (0.35, 0.6), (0.75, 0.15)],
    ],
    9: [[(0.75, 0.2), (0.45, 0), (0.2, 0.2), (0.35, 0.45), (0.75, 0.2), (0.7, 0.6), (0.6, 1)]],
}
DIGITS[0][0].extend([(0.8, 0.2), (0.5, 0)])
PLACES = {"large": (0.1, 0.08, 0.8), "middle": (0.45, 0.3, 0.5), "small": (0.08, 0.68, 0.25)}


@pytest.fixture
def drawing(open_page):
    """Opens the page anew, in a language."""
    return lambda lang="en", **options: open_page(PAGES[lang], **options)


@pytest.fixture
def in_use(open_once):
    """The page in English as tests before have left it."""
    return open_once(PAGES["en"])


@pytest.fixture(scope="module")
def model():
    """Keras's own `small_cnn` with the weights that the page has."""
    from keras_primer.models import small_cnn

    model = small_cnn.build()
    numbers = np.frombuffer(WEIGHTS, "<f4")
    ends = np.cumsum([weight.size for weight in model.get_weights()])
    assert len(numbers) == ends[-1]
    parts = np.split(numbers, ends[:-1])
    model.set_weights([p.reshape(w.shape) for p, w in zip(parts, model.get_weights(), strict=True)])
    return model


@pytest.fixture(scope="module")
def images(mnist):
    """1,000 test images of MNIST; without it, as many of the built-in digits."""
    (x_train, _), (x_test, _) = mnist
    return (x_test if "KERAS_PRIMER_MNIST" in os.environ else x_train)[:1000]


# What is on record


def test_the_weights_are_those_of_the_recipe_today():
    assert FACTS["fingerprint"] == fingerprint.of_recipe("small_cnn"), (
        "small_cnn has changed: train it again, and export that (docs/export_network.py)"
    )
    assert FACTS["weights_sha256"] == hashlib.sha256(WEIGHTS).hexdigest()
    assert (FACTS["recipe"], FACTS["data"], FACTS["as_published"]) == ("small_cnn", "mnist", False)
    assert len(WEIGHTS) == 4 * FACTS["params"]


def test_everything_fits_in_400_kb():
    sizes = {path.name: path.stat().st_size for path in [*ASSETS.iterdir(), *WIDGETS]}
    assert sum(sizes.values()) <= MOST, sizes


@pytest.mark.parametrize("lang", PAGES)
def test_the_page_says_how_much_is_fetched(lang):
    """Of this network, and of `mnist_cnn`, for which that is too much."""
    text = (DOCS / lang / "recipes" / "draw.md").read_text("utf-8")
    assert f"{len(WEIGHTS) / 1e3:.0f} KB" in text
    (other,) = re.findall(r"`mnist_cnn` \S+ (\d{7}) ", text)
    assert f"{4 * int(other) / 1e6:.1f} MB" in text


def test_it_reaches_what_was_recorded():
    """The training of one seed, done again, gave the accuracy on record."""
    results = site_under_test.ROOT / "src" / "keras_primer" / "records" / "results"
    recorded = json.loads((results / "small_cnn.tensorflow.json").read_text("utf-8"))
    accuracies = {run["seed"]: run["test_accuracy"] for run in recorded["runs"]}
    assert FACTS["test_accuracy"] == accuracies[FACTS["seed"]]


# The same numbers as Keras


def computed(page, pixels: np.ndarray, weights: bytes = WEIGHTS, name: str = "answers"):
    """What the page computes of images with some weights; see COMPUTE."""
    arguments = [
        json.dumps(FACTS),
        *(base64.b64encode(data).decode() for data in (weights, pixels.tobytes())),
    ]
    return np.frombuffer(base64.b64decode(page.evaluate(COMPUTE, [*arguments, name])), "<f4")


# `answers`: ten probabilities for each image. `all`: the outputs of every layer for each image.
COMPUTE = """
async ([facts, weights, images, name]) => {
  const { readNetwork, run, softmax } = await import("/assets/widgets/network.js");
  const bytes = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt());
  const network = readNetwork(JSON.parse(facts), bytes(weights).buffer);
  const pixels = bytes(images), found = [];
  for (let at = 0; at < pixels.length; at += 784) {
    const outputs = run(network, pixels.subarray(at, at + 784));
    if (name === "answers") found.push(Float32Array.from(softmax(outputs.at(-1).values)));
    else found.push(...outputs.slice(1).map(({ values }) => values));
  }
  const parts = found.map((values) => new Uint8Array(values.buffer));
  let text = "";
  for (const part of parts) for (const byte of part) text += String.fromCharCode(byte);
  return btoa(text);
}
"""


def answers(page, model, images, weights: bytes = WEIGHTS) -> float:
    """By how much the page's probabilities differ from Keras's at most."""
    expected = model.predict(images[..., None].astype("float32") / 255, verbose=0)
    return np.abs(computed(page, images, weights).reshape(-1, 10) - expected).max()


def test_a_thousand_answers_are_those_of_keras(in_use, model, images):
    assert len(np.unique(images, axis=0)) == 1000
    assert answers(in_use, model, images) < CLOSE


def test_kernels_with_rows_and_columns_swapped_are_noticed(in_use, model, images):
    """The negative control of the test above."""
    swapped = [w.transpose(1, 0, 2, 3) if w.ndim == 4 else w for w in model.get_weights()]
    weights = b"".join(weight.astype("<f4").tobytes() for weight in swapped)
    assert answers(in_use, model, images, weights) > 1000 * CLOSE


def test_every_activation_is_that_of_keras(in_use, model, images):
    """Of every layer every number, within 1e-5 of the layer's largest."""
    import keras

    chosen = images[::20]
    # The last layer of the page has logits; those of Keras are the logarithms of its answers.
    inside = keras.Model(model.inputs[0], [layer.output for layer in model.layers[:-1]])
    expected = [
        keras.ops.convert_to_numpy(one) for one in inside(chosen[..., None].astype("float32") / 255)
    ]
    sizes = [one[0].size for one in expected]
    found = computed(in_use, chosen, name="all").reshape(len(chosen), sum(sizes) + 10)
    parts = np.split(found[:, :-10], np.cumsum(sizes)[:-1], axis=1)
    assert len(parts) == len(model.layers) - 1
    for layer, ours, theirs in zip(model.layers, parts, expected, strict=False):
        theirs = theirs.reshape(len(chosen), -1)
        assert np.abs(ours - theirs).max() < CLOSE * max(1, np.abs(theirs).max()), layer.name


# Drawing


def placed(digit: int, place: str) -> list[list[tuple[float, float]]]:
    """The strokes of a digit on the board, whose side is 1."""
    left, top, size = PLACES[place]
    return [[(left + size * x, top + size * y) for x, y in stroke] for stroke in DIGITS[digit]]


def by_mouse(page, strokes):
    box = board(page)
    for first, *more in strokes:
        page.mouse.move(*on_page(box, first))
        page.mouse.down()
        for point in more:
            page.mouse.move(*on_page(box, point), steps=4)
        page.mouse.up()


def by_finger(page, strokes):
    box = board(page)
    session = page.context.new_cdp_session(page)

    def touch(kind, *points):
        points = [dict(zip("xy", on_page(box, point), strict=True)) for point in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    for stroke in strokes:
        touch("touchStart", stroke[0])
        for before, after in itertools.pairwise(stroke):
            for share in (0.25, 0.5, 0.75, 1):
                touch("touchMove", tuple((1 - share) * np.array(before) + share * np.array(after)))
        touch("touchEnd")


def board(page) -> dict:
    """Where the board is on the screen, once all of it is."""
    page.eval_on_selector(".draw-board", "board => board.scrollIntoView({ block: 'center' })")
    return page.locator(".draw-board").bounding_box()


def on_page(box: dict, point: tuple[float, float]) -> tuple[float, float]:
    return box["x"] + point[0] * box["width"], box["y"] + point[1] * box["height"]


KEYS = (("ArrowLeft", "ArrowRight"), ("ArrowUp", "ArrowDown"))


def by_keys(page, strokes):
    """From the middle of the board, in small steps."""
    page.focus(".draw-board")
    here = np.array([0.5, 0.5])

    def go(to, straight: bool):
        steps = 40 if straight else 1
        for point in np.linspace(here, to, steps + 1)[1:]:
            while np.abs(point - here).max() > 1 / 160:
                axis = int(np.abs(point - here).argmax())
                forth = int(point[axis] > here[axis])
                page.keyboard.press(f"Shift+{KEYS[axis][forth]}")
                here[axis] += (2 * forth - 1) / 80

    for first, *more in strokes:
        go(first, straight=False)
        page.keyboard.press("Space")
        for point in more:
            go(point, straight=True)
        page.keyboard.press("Space")


def said(page) -> str:
    """The answer, once the page has come to rest."""
    page.wait_for_function("() => !document.querySelector('draw-digit').frame")
    return page.inner_text(".draw-answer")


def answer(page) -> int:
    return int(re.match(r"Reads (\d), probability", said(page))[1])


BLANK = '() => /^Write a/.test(document.querySelector(".draw-answer").textContent)'


def clear(page):
    page.click("draw-digit button:has-text('Clear')")
    page.wait_for_function(BLANK)


@pytest.mark.parametrize("place", PLACES)
def test_ten_digits_by_mouse(in_use, place):
    for digit in DIGITS:
        clear(in_use)
        by_mouse(in_use, placed(digit, place))
        assert answer(in_use) == digit


@pytest.mark.parametrize("place", PLACES)
def test_ten_digits_by_finger(drawing, place):
    page = drawing(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    board(page)
    before = page.evaluate("scrollY")
    for digit in DIGITS:
        by_finger(page, placed(digit, place))
        assert answer(page) == digit
        page.dispatch_event("draw-digit button:has-text('Clear')", "click")
        page.wait_for_function(BLANK)
    assert page.evaluate("scrollY") == before  # a finger on the board draws and does not scroll


@pytest.mark.parametrize("digit", DIGITS)
def test_a_digit_by_keyboard(in_use, digit):
    clear(in_use)
    in_use.evaluate("Object.assign(document.querySelector('draw-digit').pen, { x: 0.5, y: 0.5 })")
    by_keys(in_use, placed(digit, "middle"))
    assert answer(in_use) == digit


def test_undo_takes_back_a_stroke(drawing):
    page = drawing()
    four = placed(4, "large")
    by_mouse(page, four[:1])
    first = said(page)
    by_mouse(page, four[1:])
    assert said(page) != first
    page.keyboard.press("Tab")  # from the board to the button
    page.keyboard.press("Enter")
    page.wait_for_function(
        "first => document.querySelector('.draw-answer').textContent === first", arg=first
    )
    page.focus(".draw-board")
    page.keyboard.press("Backspace")
    assert said(page) == "Write a digit first."
    assert set(page.locator(".draw-probabilities td:last-child").all_inner_texts()) == {"–"}


def test_what_is_shown_is_what_keras_says(in_use, model):
    """The 28 × 28 can be downloaded, and is white on black; and its probabilities."""
    clear(in_use)
    by_mouse(in_use, placed(5, "middle"))
    said(in_use)
    seen = downloaded(in_use)
    probabilities = model.predict(seen[None, ..., None].astype("float32") / 255, verbose=0)[0]
    shown = in_use.locator(".draw-probabilities td:last-child").all_inner_texts()
    assert np.abs(np.array(shown, float) - probabilities).max() < 0.00051
    widths = in_use.eval_on_selector_all(
        ".draw-bar", "bars => bars.map(bar => parseFloat(bar.style.width))"
    )
    assert np.abs(np.array(widths) / 100 - probabilities).max() < CLOSE


def downloaded(page) -> np.ndarray:
    """The image that the button saves."""
    with page.expect_download() as download:
        page.click("draw-digit button:has-text('Download')")
    assert download.value.suggested_filename == "digit.png"
    image = Image.open(download.value.path())
    assert image.size == (28, 28)
    return np.asarray(image.convert("L"))


def test_the_command_predict_reads_what_was_downloaded(in_use, model, tmp_path):
    """So the same digit can be shown to another model."""
    from keras_primer.prediction import predict

    model.save(tmp_path / "model.keras")
    for digit in DIGITS:
        clear(in_use)
        by_mouse(in_use, placed(digit, "large"))
        said(in_use)
        Image.fromarray(downloaded(in_use)).save(tmp_path / f"{digit}.png")
    names = [str(tmp_path / f"{digit}.png") for digit in DIGITS]
    readings = list(predict(tmp_path / "model.keras", names))
    assert [[one.value for one in reading.digits] for reading in readings] == [[d] for d in DIGITS]


def test_a_triangle_is_taken_for_a_zero(in_use):
    """Which the page says."""
    clear(in_use)
    by_mouse(in_use, [[(0.5, 0.2), (0.8, 0.8), (0.2, 0.8), (0.5, 0.2)]])
    number, probability = re.match(r"Reads (\d), probability (.*)", said(in_use)).groups()
    assert (number, float(probability) > 0.9) == ("0", True)


# Preprocessing


def mass(image: np.ndarray) -> list[float]:
    rows, columns = np.indices(image.shape)
    return [np.average(places, weights=image) for places in (rows, columns)]


def box(image: np.ndarray) -> list[int]:
    """Height and width of the ink."""
    rows, columns = (np.flatnonzero((image > 64).any(axis=axis)) for axis in (1, 0))
    return [int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1]


def choose(page, **steps: bool):
    for name, chosen in steps.items():
        page.set_checked(f"draw-digit input[name={name}]", chosen)
    said(page)


def test_each_step_does_what_it_says(drawing):
    page = drawing()
    by_mouse(page, placed(3, "small"))
    said(page)
    whole = downloaded(page)
    assert max(box(whole)) == pytest.approx(20, abs=1)
    assert mass(whole) == pytest.approx([14, 14], abs=0.1)
    choose(page, centre=False)
    scaled = downloaded(page)
    assert max(box(scaled)) == pytest.approx(20, abs=1)
    assert mass(scaled)[0] > 16 and mass(scaled)[1] < 11
    choose(page, centre=True, scale=False)
    centred = downloaded(page)
    assert max(box(centred)) < 10
    assert mass(centred) == pytest.approx([14, 14], abs=0.1)
    choose(page, centre=False)
    naive = downloaded(page)
    left, top, size = PLACES["small"]
    assert max(box(naive)) < 10
    assert mass(naive) == pytest.approx([28 * (top + size / 2), 28 * (left + size / 2)], abs=1.5)


COUNT = """
async ([facts, weights, places, steps]) => {
  const { readNetwork, run } = await import("/assets/widgets/network.js");
  const { drawn } = await import("/assets/widgets/digits.js");
  const bytes = Uint8Array.from(atob(weights), (char) => char.charCodeAt());
  const network = readNetwork(JSON.parse(facts), bytes.buffer);
  const read = (strokes) => {
    const { values } = run(network, drawn(strokes, steps)).at(-1);
    return values.indexOf(Math.max(...values));
  };
  return places.map((digits) => digits.filter((strokes, digit) => read(strokes) === digit).length);
}
"""


@pytest.mark.parametrize("lang", PAGES)
def test_the_table_says_how_many_are_read(in_use, drawing, lang):
    """Which those see who have no scripts; the text below says the same."""
    page = drawing(lang, java_script_enabled=False)
    rows = page.locator("draw-digit tbody tr").all()
    table = [[int(cell) for cell in row.locator("td").all_inner_texts()[1:]] for row in rows]
    places = [[placed(digit, place) for digit in DIGITS] for place in PLACES]
    weights = base64.b64encode(WEIGHTS).decode()
    expected = [
        in_use.evaluate(COUNT, [json.dumps(FACTS), weights, places, steps])
        for scale in (True, False)
        for centre in (True, False)
        for steps in [{"scale": scale, "centre": centre}]
    ]
    assert table == expected
    small = [counts[-1] for counts in expected]
    assert [counts[:2] for counts in expected] == [[10, 10], [9, 10], [10, 10], [10, 10]]
    text = (DOCS / lang / "recipes" / "draw.md").read_text("utf-8")
    said_there = re.search(r"(?:Small and in a corner|写得很小).*", text)[0]
    assert [int(n) for n in re.findall(r"\d+", said_there)] == [small[0], *small[2:]]
    assert small[0] == small[1]


# Pictures


def png(picture: np.ndarray) -> dict:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    return {"name": "photo.png", "mimeType": "image/png", "buffer": file.getvalue()}


def read(page, picture: np.ndarray, **steps) -> np.ndarray | str:
    """What digits.js makes of a picture: 28 × 28, or the reason why it does not."""
    height, width = picture.shape
    steps = {"separate": True, "scale": True, "centre": True} | steps
    found = page.evaluate(READ, [width, height, base64.b64encode(picture).decode(), steps])
    return found if isinstance(found, str) else np.array(found).reshape(28, 28)


READ = """
async ([width, height, data, steps]) => {
  const { photographed } = await import("/assets/widgets/digits.js");
  const values = Float64Array.from(atob(data), (char) => char.charCodeAt());
  try {
    return [...photographed({ width, height, values }, steps)];
  } catch (error) {
    return error.reason ?? error.stack;
  }
}
"""


def test_photographs_are_read_as_python_reads_them(in_use, images):
    """In each condition; grey levels may differ where Pillow computes in whole numbers."""
    random = np.random.default_rng(0)
    for number, condition in enumerate(photographs.CONDITIONS.values()):
        for image in images[number * 2 : number * 2 + 2]:
            picture = photographs.photograph(image, condition, random)
            expected = pictures.to_mnist(picture)
            assert np.abs(read(in_use, picture) - expected).max() <= 6, condition.__name__


def test_chalk_and_small_and_large_pictures(in_use, images):
    picture = photographs.photograph(images[3], photographs.clean, np.random.default_rng(1))
    large = np.asarray(Image.fromarray(picture).resize((721, 963)))
    for one in (255 - picture, picture[::4, ::4], large):
        one = np.ascontiguousarray(one)
        assert np.abs(read(in_use, one) - pictures.to_mnist(one)).max() <= 6


def test_what_is_no_digit_is_refused_as_python_refuses_it(in_use, images):
    random = np.random.default_rng(2)
    blank = np.full((100, 100), 250, "uint8")
    specks, edge = blank.copy(), blank.copy()
    specks[50:53, 50:53] = 0
    edge[:60, 45:52] = 20
    edge[45:52, 45:] = 20
    two = photographs.written(images[:2], random, 320).clip(0, 255).astype("uint8")
    rows = np.vstack([np.hstack([two, 0 * two + 225]), np.hstack([0 * two + 225, two])])
    cases = {
        "nothing": (blank, "nothing in"),
        "specks": (specks, "only specks"),
        "beyond": (edge, "goes on beyond"),
        "several": (two, "2 digits"),
        "rows": (rows, "not in one row"),
    }
    for reason, (picture, sentence) in cases.items():
        with pytest.raises(InputError, match=sentence):
            pictures.to_mnist(picture)
        assert read(in_use, picture) == reason


def test_a_picture_goes_the_same_way(drawing, model, images):
    """Chosen as a file; each refusal is a sentence, and drawing goes on."""
    page = drawing()
    picture = photographs.photograph(images[5], photographs.uneven_light, np.random.default_rng(3))
    page.set_input_files("draw-digit input[type=file]", png(picture))
    page.wait_for_function("() => /Reads/.test(document.querySelector('.draw-answer').textContent)")
    seen = downloaded(page)
    assert np.abs(seen.astype(int) - pictures.to_mnist(picture)).max() <= 6
    expected = model.predict(seen[None, ..., None].astype("float32") / 255, verbose=0)
    assert answer(page) == expected.argmax()
    choose(page, separate=False, scale=False, centre=False)
    assert np.median(downloaded(page)) > 100  # paper and all
    page.set_input_files("draw-digit input[type=file]", png(np.full((90, 90), 9, "uint8")))
    choose(page, separate=True)
    assert said(page).startswith("Nothing in the picture stands out")
    file = {"name": "a.txt", "mimeType": "text/plain", "buffer": b"no picture"}
    page.set_input_files("draw-digit input[type=file]", file)
    page.wait_for_function(
        "() => /cannot be read/.test(document.querySelector('.draw-answer').textContent)"
    )
    choose(page, scale=True, centre=True)
    by_mouse(page, placed(7, "large"))
    assert answer(page) == 7


# The gallery


def test_the_gallery_is_of_images_that_it_gets_wrong(drawing, model):
    page = drawing()
    page.click("summary:has-text('Test images')")
    page.wait_for_selector(".draw-gallery button")
    images = np.frombuffer((ASSETS / "mistakes.bin").read_bytes(), "uint8").reshape(-1, 28, 28)
    said_by_keras = model.predict(images[..., None].astype("float32") / 255, verbose=0)
    buttons = page.locator(".draw-gallery button")
    assert buttons.count() == len(images) == len(FACTS["mistakes"])
    for number, mistake in enumerate(FACTS["mistakes"]):
        assert mistake["label"] != mistake["predicted"] == said_by_keras[number].argmax()
        name = buttons.nth(number).get_attribute("aria-label")
        assert re.findall(r"\d+", name)[1:] == [str(mistake["label"]), str(mistake["predicted"])]
        buttons.nth(number).click()
        page.wait_for_function(READS, arg=mistake["predicted"])
    assert (downloaded(page) == images[-1]).all()


READS = """
(digit) => document.querySelector(".draw-answer").textContent.startsWith(`Reads ${digit},`)
"""


def test_the_gallery_is_from_mnist(images, mnist):
    """Where the real MNIST is at hand."""
    if "KERAS_PRIMER_MNIST" in os.environ:
        _, (x_test, y_test) = mnist
        known = {image.tobytes(): label for image, label in zip(x_test, y_test, strict=True)}
        data = (ASSETS / "mistakes.bin").read_bytes()
        labels = [known[data[at : at + 784]] for at in range(0, len(data), 784)]
        assert labels == [mistake["label"] for mistake in FACTS["mistakes"]]


# The layers


@pytest.fixture
def opened(drawing):
    """A page with a drawing and its layers, and the outputs of Keras's layers for it."""
    page = drawing()
    by_mouse(page, placed(8, "large"))
    said(page)
    page.click("summary:has-text('Look into the layers')")
    page.wait_for_selector(".draw-part canvas")
    return page


@pytest.fixture
def outputs(opened, model):
    import keras

    inside = keras.Model(model.inputs[0], [layer.output for layer in model.layers])
    seen = downloaded(opened)[None, ..., None].astype("float32") / 255
    return [seen[0], *(keras.ops.convert_to_numpy(one)[0] for one in inside(seen))]


def shown_numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+\.\d{4}", text.replace("−", "-"))]


def table(page, caption: str) -> list[float]:
    cells = page.locator(f".draw-grid:has(caption:text-is('{caption}')) td").all_inner_texts()
    return [0.0 if cell == "·" else float(cell.replace("−", "-")) for cell in cells]


@pytest.mark.parametrize("number", range(5))
def test_one_window_and_its_arithmetic(opened, outputs, model, number):
    """Chosen by a click; the patch, the kernel and each step are those of Keras."""
    page, index = opened, 3 * number
    before, after = outputs[index], outputs[index + 1 : index + 4]
    part = page.locator(".draw-part").nth(number)
    size = after[0].shape[0]
    map_, row, column = 9, size // 2 + 1, size // 2 - 1
    canvas = part.locator("canvas")
    canvas.scroll_into_view_if_needed()
    scale = canvas.bounding_box()["width"] / canvas.evaluate("canvas => canvas.width")
    pixel = 56 / size
    spot = [57 * place + 1 + pixel * (inside + 0.5) for place, inside in ((1, column), (1, row))]
    canvas.click(position={"x": spot[0] * scale, "y": spot[1] * scale})
    fields = part.locator(".draw-fields").first.locator("input")
    clicked = [int(field.input_value()) for field in fields.all()]
    assert clicked == pytest.approx([map_, row, column], abs=1)  # pixels may be that small
    for name, place in {"Map": map_, "Row": row, "Column": column}.items():
        part.get_by_label(name, exact=True).fill(str(place))
    source = int(part.get_by_label("Input map").input_value()) if number else 0
    kernel = model.layers[index].get_weights()[0]
    stride = model.layers[index].strides[0]
    padded = np.pad(before, ((1, 2), (1, 2), (0, 0)))
    start = [stride * place + (stride == 2) for place in (row, column)]
    patch = padded[start[0] : start[0] + 3, start[1] : start[1] + 3]
    products = patch * kernel[..., map_]
    assert np.abs(products.sum(axis=(0, 1))).argmax() == source
    for caption, values in {
        "Window": patch[..., source],
        "Kernel": kernel[..., source, map_],
        "Products": products[..., source],
    }.items():
        assert table(page, caption) == pytest.approx(values.ravel().tolist(), abs=0.00006)
    text = part.locator(".draw-window").inner_text()
    (nine,) = shown_numbers(re.search("Sum of the nine.*", text)[0])
    assert nine == pytest.approx(products[..., source].sum(), abs=0.00006)
    convolved, normal, rectified = (one[row, column, map_] for one in after)
    formula = shown_numbers(re.search("Batch normalization.*", text)[0].replace("0.001)", ")"))
    gamma, beta, mean, variance = (w[map_] for w in model.layers[index + 1].get_weights())
    expected = [gamma, convolved, mean, variance, beta, normal]
    assert formula == pytest.approx(expected, abs=0.00006)
    assert shown_numbers(re.search("ReLU.*", text)[0])[-1] == pytest.approx(rectified, abs=0.00006)
    assert number == 0 or shown_numbers(re.search("The sums of all.*", text)[0]) == pytest.approx(
        [convolved], abs=0.00006
    )


def test_the_edge_is_padded(opened, outputs):
    """In the corner of the first layer five of nine are outside. By the fields, without a mouse."""
    part = opened.locator(".draw-part").first
    part.get_by_role("button").press("Enter")
    for name in ("Row", "Column"):
        part.get_by_label(name).fill("0")
    assert part.locator(".draw-grid").first.inner_text().count("·") == 5
    part.get_by_label("Row").fill("28")  # there is none: what is shown stays
    assert part.locator(".draw-grid").first.inner_text().count("·") == 5


def test_the_mean_and_the_last_layer(opened, outputs, model):
    page = opened
    mean, last = page.locator(".draw-part").nth(5), page.locator(".draw-part").nth(6)
    mean.get_by_role("button").click()
    mean.get_by_label("Map").fill("3")
    assert table(page, "This map") == pytest.approx(outputs[15][..., 3].ravel().tolist(), abs=6e-5)
    (shown,) = shown_numbers(re.search("Mean of.*", mean.inner_text())[0])
    assert shown == pytest.approx(outputs[16][3], abs=6e-5)
    last.get_by_role("button").click()
    last.get_by_label("Digit").fill("8")
    kernel, bias = model.layers[-1].get_weights()
    products = outputs[17] * kernel[:, 8]
    five = np.argsort(-np.abs(products))[:5]
    text = last.inner_text()
    terms = [shown_numbers(line) for line in text.splitlines() if line.startswith("no. ")]
    assert [term[2] for term in terms] == pytest.approx(products[five].tolist(), abs=6e-5)
    logits = outputs[17] @ kernel + bias
    assert shown_numbers(re.search("Plus the bias.*", text)[0]) == pytest.approx(
        [bias[8], logits[8]], abs=1e-4
    )
    assert shown_numbers(re.search("Softmax.*", text)[0])[-1] == pytest.approx(
        outputs[-1][8], abs=6e-5
    )


# The page


def test_nothing_is_fetched_before_it_is_touched(drawing):
    page = drawing()
    page.wait_for_timeout(300)
    fetched = "performance.getEntriesByType('resource').map(({ name }) => name)"
    assert not [name for name in page.evaluate(fetched) if "/assets/draw/" in name]
    by_mouse(page, placed(1, "large"))
    said(page)
    names = [name for name in page.evaluate(fetched) if "/assets/draw/" in name]
    assert sorted(name.rpartition("/")[2] for name in names) == ["small_cnn.bin", "small_cnn.json"]


def test_weights_that_cannot_be_fetched(browser, address):
    page = browser.new_page()  # the console says so, too
    page.route("**/small_cnn.bin", lambda route: route.abort())
    page.goto(address + PAGES["en"])
    by_mouse(page, placed(1, "large"))
    assert said(page).startswith("What this needs could not be fetched.")
    page.unroute("**/small_cnn.bin")
    clear_and_draw = placed(1, "large")
    page.click("draw-digit button:has-text('Clear')")
    by_mouse(page, clear_and_draw)
    assert answer(page) == 1
    page.close()


@pytest.mark.parametrize("lang", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_opened_up_it_fits_and_is_accessible(drawing, lang, scheme):
    """At 320 pixels, with all that can be opened open."""
    from axe_playwright_python.sync_playwright import Axe

    page = drawing(lang, viewport={"width": 320, "height": 640}, color_scheme=scheme)
    by_mouse(page, placed(2, "large"))
    said(page)
    for summary in page.locator("draw-digit summary").all():
        summary.click()
    page.locator(".draw-part").nth(1).get_by_role("button").click()
    page.locator(".draw-part summary").first.click()
    page.wait_for_selector(".draw-gallery button")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    options = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag22aa"]}
    violations = Axe().run(page, "draw-digit", options=options).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in violations] == []
    touched = "button, .draw-steps label, .md-button, summary, select, input[type=number]"
    small = page.eval_on_selector_all(
        f"draw-digit :is({touched})",
        "all => all.map(one => [one.textContent, one.getBoundingClientRect()])"
        ".filter(([, { width, height }]) => width && height < 23.9).map(([text]) => text)",
    )
    assert small == []
