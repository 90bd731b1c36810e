// <draw-digit>: draw a digit, and the network small_cnn answers at once, in this page. What it computes with
// is fetched when the reader first touches it; nothing is sent anywhere. The network is in network.js, the way
// from strokes and pictures to 28 × 28 pixels in digits.js, the look into its layers in layers.js.

import { PEN, Refusal, drawn, photographed } from "./digits.js";
import { Layers } from "./layers.js";
import { fetched, fetchNetwork, run, softmax } from "./network.js";
import { make } from "./parts.js";

const WORDS = {
  zh: {
    board: "画板。方向键移动画笔，空格键落笔或抬笔。",
    hint: "用鼠标、手指或触控笔写一个数字。用键盘时，先把焦点移到画板：方向键移动画笔（加 Shift 走小步，Home、End、Page Up、Page Down 走斜线），空格键落笔、抬笔，退格键撤销一笔。",
    undo: "撤销",
    clear: "清空",
    file: "用一张图片",
    save: "下载 28 × 28",
    seen: "网络看到的 28 × 28",
    probabilities: "十个概率",
    blank: "先写一个数字。",
    fetching: "正在取来网络……",
    unreachable: "取不到要用的文件，等网络连接恢复后再试一次。",
    answer: (digit, probability) => `认作 ${digit}，概率 ${probability}`,
    wrong: ({ label, predicted }, index) => `第 ${index + 1} 张：实际是 ${label}，认作 ${predicted}`,
    down: (x, y) => `落笔：横 ${x}，纵 ${y}（0 到 100）`,
    steps: "预处理",
    separate: "把墨和纸分开（只对图片）",
    scale: "缩放到 20 × 20 的框里",
    centre: "把重心移到第 14 行、第 14 列",
    gallery: "它认错的测试图像",
    layers: "逐层看它算了什么",
    unreadable: "读不了这个文件，要一张浏览器能显示的图片，例如 PNG 或 JPEG。",
    nothing: "图片里没有比纸更深或更浅的东西，看不到数字。",
    specks: "图片里只有斑点或线条，没有像数字的东西。",
    beyond: "图片里的东西伸到了边上，数字四周要留一些纸。",
    rows: "图片里的数字不在同一行，剪出一个来。",
    several: (count) => `图片里有 ${count} 个数字，剪出一个来。`,
  },
  en: {
    board: "Drawing board. Arrow keys move the pen, the space key sets and lifts it.",
    hint: "Write a digit with the mouse, a finger or a pen. With the keyboard, give the board the focus: arrow keys move the pen (with Shift in small steps; Home, End, Page Up and Page Down move it diagonally), the space key sets and lifts it, Backspace takes back a stroke.",
    undo: "Undo",
    clear: "Clear",
    file: "Use a picture",
    save: "Download 28 × 28",
    seen: "The 28 × 28 that the network sees",
    probabilities: "Ten probabilities",
    blank: "Write a digit first.",
    fetching: "Fetching the network…",
    unreachable: "What this needs could not be fetched. Try again when the connection is back.",
    answer: (digit, probability) => `Reads ${digit}, probability ${probability}`,
    wrong: ({ label, predicted }, index) => `Image ${index + 1}: is ${label}, read as ${predicted}`,
    down: (x, y) => `Pen set: ${x} across, ${y} down, of 100`,
    steps: "Preprocessing",
    separate: "separate ink from paper (of a picture)",
    scale: "scale into a box of 20 × 20",
    centre: "move the centre of mass to row 14, column 14",
    gallery: "Test images that it gets wrong",
    layers: "Look into the layers",
    unreadable: "This file cannot be read. Choose a picture that a browser can show, such as PNG or JPEG.",
    nothing: "Nothing in the picture stands out from the paper; there is no digit to be seen.",
    specks: "The picture has only specks or lines, nothing that could be a digit.",
    beyond: "What the picture shows goes on beyond it. Leave some paper around the digit.",
    rows: "The digits in the picture are not in one row. Cut out one.",
    several: (count) => `The picture shows ${count} digits. Cut out one.`,
  },
};

const ASSETS = new URL("../draw/", import.meta.url);
const BOARD = 560; // pixels of the board's canvas
const LARGEST = 1024; // pixels of the longer side to which a picture is brought first
const STEP = 1 / 20, SMALL_STEP = 1 / 80; // of the pen, by the keyboard
const MOVES = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
  Home: [-1, -1], PageUp: [1, -1], End: [-1, 1], PageDown: [1, 1],
};
const INK = "#fff", PAPER = "#14161a", CURSOR = "#ffb454";

class DrawDigit extends HTMLElement {
  connectedCallback() {
    const language = document.documentElement.lang === "en" ? "en" : "zh";
    this.words = WORDS[language];
    this.strokes = [];
    this.pen = { x: 0.5, y: 0.5, down: false };
    this.steps = { separate: true, scale: true, centre: true };
    this.layers = new Layers(language);
    this.replaceChildren(this.drawing(), this.preprocessing(), this.gallery(), this.inside());
    this.addEventListener("pointerenter", () => this.fetch());
    this.addEventListener("focusin", () => this.fetch());
    this.paint();
  }

  // Parts

  drawing() {
    const { words } = this;
    this.status = make("p", { className: "draw-answer", textContent: words.blank });
    this.status.setAttribute("role", "status");
    this.seen = canvas(28, words.seen);
    const file = make("input", { type: "file", accept: "image/*" });
    file.addEventListener("change", () => {
      this.photograph(file.files[0]);
      file.value = ""; // so that the same file can be chosen again
    });
    const hint = make("p", { className: "draw-hint", id: "draw-hint", textContent: words.hint });
    return make(
      "div", { className: "draw-top" },
      make("div", { className: "draw-left" }, this.boardCanvas(), make(
        "p", { className: "draw-actions" },
        button(words.undo, () => this.undo()),
        button(words.clear, () => this.clear()),
        make("label", { className: "md-button" }, file, words.file),
        button(words.save, () => this.save()),
      )),
      make("div", { className: "draw-right" }, this.status, make(
        "figure", { className: "draw-seen" }, this.seen, make("figcaption", { textContent: words.seen }),
      ), this.table()),
      hint,
    );
  }

  boardCanvas() {
    this.board = canvas(BOARD, this.words.board, "application");
    Object.assign(this.board, { className: "draw-board", tabIndex: 0 });
    this.board.setAttribute("aria-describedby", "draw-hint");
    this.board.addEventListener("pointerdown", (event) => this.pressed(event));
    this.board.addEventListener("pointermove", (event) => this.moved(event));
    for (const end of ["pointerup", "pointercancel"]) this.board.addEventListener(end, () => this.lift());
    this.board.addEventListener("keydown", (event) => this.key(event));
    for (const change of ["focus", "blur"]) this.board.addEventListener(change, () => this.paint());
    return this.board;
  }

  table() {
    const { words } = this;
    this.rows = Array.from({ length: 10 }, (_, digit) => {
      const bar = make("span", { className: "draw-bar" }), number = make("td", { textContent: "–" });
      const row = make("tr", {}, make("th", { scope: "row", textContent: digit }), make("td", {}, bar), number);
      row.children[1].setAttribute("aria-hidden", "true");
      return { row, bar, number };
    });
    return make(
      "table", { className: "draw-probabilities" },
      make("caption", { textContent: words.probabilities }), make("tbody", {}, ...this.rows.map(({ row }) => row)),
    );
  }

  preprocessing() {
    const choices = Object.keys(this.steps).map((name) => {
      const box = make("input", { type: "checkbox", name, checked: true });
      box.addEventListener("change", () => {
        this.steps[name] = box.checked;
        this.ask();
      });
      return make("label", {}, box, this.words[name]);
    });
    return make("fieldset", { className: "draw-steps" }, make("legend", { textContent: this.words.steps }), ...choices);
  }

  // The images are fetched when they are asked for.
  gallery() {
    const images = make("div", { className: "draw-gallery" });
    const part = make("details", {}, make("summary", { textContent: this.words.gallery }), images);
    part.addEventListener("toggle", async () => {
      if (!part.open || images.childElementCount) return;
      const network = await this.fetch();
      const found = network && (await mistakes(network).catch(() => undefined));
      if (found) images.replaceChildren(...found.map((one, i) => this.mistake(one, i)));
      else this.status.textContent = this.words.unreachable;
    });
    return part;
  }

  mistake({ pixels, ...said }, index) {
    const image = canvas(28), label = this.words.wrong(said, index);
    show(image, pixels);
    const chosen = make("button", { type: "button", title: label }, image);
    chosen.setAttribute("aria-label", label);
    chosen.addEventListener("click", () => this.take({ pixels, image }));
    return chosen;
  }

  inside() {
    const part = make("details", { className: "draw-inside" }, make("summary", { textContent: this.words.layers }), this.layers.element);
    part.addEventListener("toggle", () => {
      this.layers.open = part.open;
      this.ask();
    });
    return part;
  }

  // Drawing

  pressed(event) {
    if (event.button) return;
    this.board.setPointerCapture(event.pointerId);
    this.move(event);
    this.set();
  }

  moved(event) {
    if (!this.board.hasPointerCapture(event.pointerId)) return;
    const all = event.getCoalescedEvents?.() ?? [];
    for (const one of all.length ? all : [event]) this.move(one);
  }

  move({ clientX, clientY }) {
    const { left, top, width, height } = this.board.getBoundingClientRect();
    this.to((clientX - left) / width, (clientY - top) / height);
  }

  key(event) {
    const { key, shiftKey } = event, move = MOVES[key], step = shiftKey ? SMALL_STEP : STEP;
    if (move) this.to(this.pen.x + step * move[0], this.pen.y + step * move[1]);
    else if (key === " ") this.pen.down ? this.lift() : this.setByKey();
    else if (key === "Backspace") this.undo();
    else return;
    event.preventDefault();
  }

  setByKey() {
    this.set();
    const [x, y] = [this.pen.x, this.pen.y].map((place) => Math.round(100 * place));
    this.status.textContent = this.words.down(x, y);
  }

  to(x, y) {
    const inside = (place) => Math.min(Math.max(place, 0), 1);
    Object.assign(this.pen, { x: inside(x), y: inside(y) });
    if (this.pen.down) this.strokes.at(-1).push([this.pen.x, this.pen.y]);
    this.pen.down ? this.ask(false) : this.paint();
  }

  set() {
    this.given = undefined;
    this.pen.down = true;
    this.strokes.push([[this.pen.x, this.pen.y]]);
    this.ask(false);
  }

  lift() {
    if (!this.pen.down) return;
    this.pen.down = false;
    this.ask();
  }

  undo() {
    this.pen.down = false;
    if (this.given) this.given = undefined;
    else this.strokes.pop();
    this.ask();
  }

  clear() {
    this.strokes = [];
    this.take(undefined);
  }

  // What is given in place of strokes: { pixels } or { grey }, with the image that is shown on the board.
  take(given) {
    this.strokes = [];
    this.pen.down = false;
    this.given = given;
    this.ask();
  }

  async photograph(file) {
    if (!file) return;
    try {
      const image = await brought(file);
      this.take({ grey: greyOf(image), image });
    } catch {
      this.status.textContent = this.words.unreadable;
    }
  }

  paint() {
    const pen = this.board.getContext("2d"), { given } = this;
    pen.fillStyle = PAPER;
    pen.fillRect(0, 0, BOARD, BOARD);
    if (given) placeImage(pen, given.image);
    Object.assign(pen, { strokeStyle: INK, lineWidth: PEN * BOARD, lineCap: "round", lineJoin: "round" });
    for (const stroke of this.strokes) line(pen, stroke);
    if (this.board.matches(":focus-visible")) cursor(pen, this.pen);
  }

  // Answering

  fetch() {
    return (this.network ??= fetchNetwork(new URL("small_cnn.json", ASSETS)).catch(() => (this.network = undefined)));
  }

  // Answer before the next frame; while a stroke goes on, nothing is said aloud.
  ask(aloud = true) {
    this.aloud ||= aloud;
    this.frame ??= requestAnimationFrame(async () => {
      const network = await this.fetched();
      this.frame = undefined;
      this.paint();
      if (network) this.answer(network);
      this.aloud = false;
    });
  }

  async fetched() {
    if (!this.ready) this.status.textContent = this.words.fetching;
    const network = await this.fetch();
    this.ready = Boolean(network);
    if (!network) this.status.textContent = this.words.unreachable;
    return network;
  }

  answer(network) {
    try {
      const pixels = this.pixels();
      if (!pixels) return this.say(this.words.blank);
      const outputs = run(network, pixels);
      const probabilities = softmax(outputs.at(-1).values);
      show(this.seen, pixels);
      this.fill(probabilities);
      this.layers.show(network, outputs);
      const best = probabilities.indexOf(Math.max(...probabilities));
      if (this.aloud) this.status.textContent = this.words.answer(best, probabilities[best].toFixed(3));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const said = this.words[error.reason];
      this.say(typeof said === "function" ? said(error.count) : said);
    }
  }

  pixels() {
    const { given, strokes, steps } = this;
    if (given) return given.pixels ?? photographed(given.grey, steps);
    return strokes.length ? drawn(strokes, steps) : null;
  }

  // Nothing to compute with, and why.
  say(sentence) {
    this.status.textContent = sentence;
    show(this.seen, new Uint8Array(28 * 28));
    this.fill([]);
    this.layers.clear();
  }

  fill(probabilities) {
    const most = Math.max(...probabilities);
    this.rows.forEach(({ row, bar, number }, digit) => {
      const probability = probabilities[digit];
      number.textContent = probability?.toFixed(3) ?? "–";
      bar.style.width = `${100 * (probability ?? 0)}%`;
      row.className = probability === most ? "draw-best" : "";
    });
  }

  save() {
    this.seen.toBlob((blob) => {
      const link = make("a", { href: URL.createObjectURL(blob), download: "digit.png" });
      link.click();
      URL.revokeObjectURL(link.href);
    });
  }
}

// The test images that the network gets wrong, each with what it is and what it was taken for.
async function mistakes(network) {
  const images = new Uint8Array(await (await fetched(new URL("mistakes.bin", ASSETS))).arrayBuffer());
  return network.mistakes.map((said, i) => ({ ...said, pixels: images.subarray(i * 28 * 28, (i + 1) * 28 * 28) }));
}

// A picture file on a canvas, upright and not too large. What is transparent becomes white.
async function brought(file) {
  const picture = await createImageBitmap(file);
  const factor = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
  const image = canvas(1);
  image.width = Math.max(1, Math.round(picture.width * factor));
  image.height = Math.max(1, Math.round(picture.height * factor));
  const pen = image.getContext("2d", { willReadFrequently: true });
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, image.width, image.height);
  pen.drawImage(picture, 0, 0, image.width, image.height);
  return image;
}

function greyOf(image) {
  const { width, height } = image;
  const { data } = image.getContext("2d").getImageData(0, 0, width, height);
  const light = (_, i) => Math.round(0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2]);
  return { width, height, values: Float64Array.from({ length: width * height }, light) };
}

// Draw an image as large as the board takes it, in its middle.
function placeImage(pen, image) {
  const factor = BOARD / Math.max(image.width, image.height);
  const [width, height] = [image.width * factor, image.height * factor];
  pen.imageSmoothingEnabled = factor < 1;
  pen.drawImage(image, (BOARD - width) / 2, (BOARD - height) / 2, width, height);
}

function line(pen, [first, ...more]) {
  pen.beginPath();
  pen.moveTo(first[0] * BOARD, first[1] * BOARD);
  for (const [x, y] of more.length ? more : [first]) pen.lineTo(x * BOARD, y * BOARD);
  pen.stroke();
}

function cursor(pen, { x, y, down }) {
  Object.assign(pen, { strokeStyle: CURSOR, fillStyle: CURSOR, lineWidth: 4 });
  pen.beginPath();
  pen.arc(x * BOARD, y * BOARD, (PEN * BOARD) / 2 + 4, 0, 2 * Math.PI);
  down ? pen.fill() : pen.stroke();
}

// White on black, as the network has it.
function show(image, pixels) {
  const data = new ImageData(28, 28);
  pixels.forEach((value, i) => data.data.set([value, value, value, 255], 4 * i));
  image.getContext("2d").putImageData(data, 0, 0);
}

function canvas(side, label, role = "img") {
  const made = make("canvas", { width: side, height: side });
  if (label) {
    made.setAttribute("role", role);
    made.setAttribute("aria-label", label);
  }
  return made;
}

function button(textContent, onclick) {
  return make("button", { type: "button", className: "md-button", textContent, onclick });
}

customElements.define("draw-digit", DrawDigit);
