// <convolution-steps>: one convolution, window by window: the numbers under the window, times those of the kernel,
// and their sum, which is one number of the output. What it computes is what keras.layers.Conv2D does.

import { answer, button, field, language, make, select, slider } from "./parts.js";

const WORDS = {
  zh: {
    images: { corner: "一个角", stroke: "一竖", dot: "一个点" },
    kernels: { edge: "边缘", blur: "模糊", sharpen: "锐化", identity: "原样", own: "自己填" },
    image: "图像",
    kernel: "卷积核",
    products: "乘积",
    output: "输出",
    weight: (row, column) => `卷积核第 ${row} 行第 ${column} 列`,
    position: "窗口",
    play: "▶ 播放",
    pause: "⏸ 暂停",
    cell: (row, column) => `输出的第 ${row} 行第 ${column} 列`,
    hint: "拖动滑块，或者在输出里点一格、用方向键移动。",
    said: (row, column, sum, height, width) => `输出第 ${row} 行第 ${column} 列是 ${sum}。输出的形状是 ${height} × ${width}。`,
    padded: "虚线格是填充的 0。",
    unseen: "淡色的格子不在任何窗口里。",
  },
  en: {
    images: { corner: "a corner", stroke: "a stroke", dot: "a dot" },
    kernels: { edge: "edge", blur: "blur", sharpen: "sharpen", identity: "identity", own: "own numbers" },
    image: "image",
    kernel: "kernel",
    products: "products",
    output: "output",
    weight: (row, column) => `kernel, row ${row}, column ${column}`,
    position: "window",
    play: "▶ Play",
    pause: "⏸ Pause",
    cell: (row, column) => `row ${row}, column ${column} of the output`,
    hint: "Move the slider, or pick a cell of the output and go on with the arrow keys.",
    said: (row, column, sum, height, width) => `Row ${row}, column ${column} of the output is ${sum}. The output is ${height} × ${width}.`,
    padded: "Dashed cells are zeros of the padding.",
    unseen: "Faint cells are in no window.",
  },
};

const IMAGES = {
  corner: ["000000", "000000", "009999", "009999", "009999", "009999"],
  stroke: Array(6).fill("009900"),
  dot: ["000000", "000000", "001000", "000000", "000000", "000000"],
};
const KERNELS = {
  edge: [-1, 0, 1, -1, 0, 1, -1, 0, 1],
  blur: Array(9).fill(1 / 9),
  sharpen: [0, -1, 0, -1, 5, -1, 0, -1, 0],
  identity: [0, 0, 0, 0, 1, 0, 0, 0, 0],
};
const SIZE = 3, LARGEST = 99;
const PADDINGS = { valid: "valid", same: "same" };
const PAUSE = 600; // milliseconds
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

// How many windows stand along a side, and how many zeros there are before it and behind it.
export function places(length, stride, padding) {
  if (padding === "valid") return { count: Math.floor((length - SIZE) / stride) + 1, before: 0, behind: 0 };
  const count = Math.ceil(length / stride);
  const zeros = Math.max((count - 1) * stride + SIZE - length, 0), before = Math.floor(zeros / 2);
  return { count, before, behind: zeros - before };
}

// The numbers under each window, by rows of the output; beyond the image they are 0.
function patches(image, stride, padding) {
  const down = places(image.length, stride, padding), across = places(image[0].length, stride, padding);
  return range(down.count).map((row) => range(across.count).map((column) => {
    const top = row * stride - down.before, left = column * stride - across.before;
    return range(SIZE * SIZE).map((i) => image[top + Math.floor(i / SIZE)]?.[left + (i % SIZE)] ?? 0);
  }));
}

export function convolved(image, kernel, stride, padding) {
  return patches(image, stride, padding).map((row) => row.map((patch) => sum(times(patch, kernel))));
}

class ConvolutionSteps extends HTMLElement {
  connectedCallback() {
    const { words } = Object.assign(this, { words: WORDS[language], at: 0, stride: 1, padding: "valid" });
    this.image = pixels("corner");
    this.kernel = [...KERNELS.edge];
    this.answer = answer();
    this.sum = make("p", { className: "step-sum" });
    this.grids = { image: grid(words.image), kernel: grid(words.kernel), products: grid(words.products), output: grid(words.output) };
    this.grids.output.addEventListener("keydown", (event) => this.key(event));
    this.moving = make("div", { className: "step-moving" });
    this.play = button(words.play, () => (this.timer ? this.stop() : this.start()));
    const { image, kernel, products, output } = this.grids;
    this.replaceChildren(
      this.settings(),
      this.moving,
      make("div", { className: "step-grids" }, image, kernel, products, output),
      this.sum,
      this.answer,
      make("p", { className: "step-hint", textContent: words.hint }),
    );
    this.weigh();
    this.rebuild();
  }

  disconnectedCallback() {
    this.stop();
  }

  settings() {
    const { words } = this;
    const changed = (name, become = (value) => value) => (value) => {
      this[name] = become(value);
      this.at = 0;
      this.rebuild();
    };
    this.chosen = select(words.kernel, words.kernels, "edge", (name) => {
      if (name === "own") return;
      this.kernel = [...KERNELS[name]];
      this.weigh();
      this.show();
    });
    return make(
      "p", { className: "step-settings" },
      select(words.image, words.images, "corner", changed("image", pixels)),
      this.chosen,
      select(make("code", { textContent: "strides" }), { 1: "1", 2: "2", 3: "3" }, "1", changed("stride", Number)),
      select(make("code", { textContent: "padding" }), PADDINGS, "valid", changed("padding")),
    );
  }

  // The kernel, as fields to write in.
  weigh() {
    const weights = this.kernel.map((weight, i) => {
      const settings = { min: -LARGEST, max: LARGEST, step: "any", value: Number(weight.toFixed(2)) };
      const changed = (value) => {
        this.kernel[i] = value;
        this.chosen.querySelector("select").value = "own";
        this.show();
      };
      const element = field("", settings, changed);
      element.firstChild.remove(); // a name that is seen would take too much room
      element.querySelector("input").setAttribute("aria-label", this.words.weight(...placed(i, SIZE)));
      return element;
    });
    fill(this.grids.kernel, weights, SIZE);
  }

  // What depends on the sizes: the slider, and the cells.
  rebuild() {
    const { image, stride, padding, words, grids } = this;
    this.patches = patches(image, stride, padding);
    const [rows, columns] = [this.patches.length, this.patches[0].length];
    this.slider = slider(words.position, { min: 1, max: rows * columns, value: this.at + 1 }, () => this.go(this.slider.value - 1));
    this.moving.replaceChildren(this.slider.element, this.play);
    this.down = places(image.length, stride, padding);
    this.across = places(image[0].length, stride, padding);
    const wide = this.across.before + image[0].length + this.across.behind;
    const high = this.down.before + image.length + this.down.behind;
    this.pixels = range(high * wide).map((i) => this.pixel(Math.floor(i / wide), i % wide));
    fill(grids.image, this.pixels.map(({ element }) => element), wide);
    this.results = range(rows * columns).map((i) => make("button", { type: "button", onclick: () => this.go(i, true) }));
    fill(grids.output, this.results, columns);
    this.show();
  }

  // A number of the image, or a zero of the padding.
  pixel(high, wide) {
    const row = high - this.down.before, column = wide - this.across.before;
    const number = this.image[row]?.[column], inside = number !== undefined;
    const seen = high < (this.down.count - 1) * this.stride + SIZE && wide < (this.across.count - 1) * this.stride + SIZE;
    const kind = !inside ? "step-zero" : seen ? "" : "step-unseen";
    const element = make("span", { className: kind, textContent: number ?? 0 });
    if (number) element.dataset.ink = number;
    return { element, row: high, column: wide };
  }

  start() {
    if (this.at === this.results.length - 1) this.at = -1;
    this.answer.setAttribute("aria-live", "off"); // not every step is read aloud
    this.name("pause");
    const step = () => {
      this.at++;
      this.show();
      if (this.at >= this.results.length - 1) this.stop();
    };
    this.timer = setInterval(step, PAUSE);
    step();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = undefined;
    this.answer.removeAttribute("aria-live");
    this.name("play");
  }

  name(state) {
    this.play.textContent = this.words[state];
    this.play.setAttribute("aria-label", this.words[state]);
  }

  go(at, focus = false) {
    this.stop();
    this.at = at;
    this.show();
    if (focus) this.results[at].focus();
  }

  key(event) {
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    const columns = this.patches[0].length, rows = this.patches.length;
    const row = Math.floor(this.at / columns) + move[0], column = (this.at % columns) + move[1];
    if (row in range(rows) && column in range(columns)) this.go(row * columns + column, true);
  }

  show() {
    const { at, kernel, words, stride } = this, columns = this.patches[0].length;
    const row = Math.floor(at / columns), column = at % columns, patch = this.patches[row][column];
    const products = times(patch, kernel), output = this.patches.map((each) => each.map((one) => sum(times(one, kernel))));
    const result = short(output[row][column]);
    this.slider.value = at + 1;
    for (const { element, ...place } of this.pixels) {
      const under = [[place.row, row], [place.column, column]].every(([pixel, step]) => pixel >= step * stride && pixel < step * stride + SIZE);
      element.classList.toggle("step-window", under);
    }
    fill(this.grids.products, products.map((product) => make("span", { textContent: short(product) })), SIZE);
    for (const [i, cell] of this.results.entries()) {
      cell.textContent = i <= at ? short(output[Math.floor(i / columns)][i % columns]) : "";
      cell.setAttribute("aria-label", `${words.cell(...placed(i, columns))} ${cell.textContent}`);
      cell.setAttribute("aria-pressed", i === at);
      cell.tabIndex = i === at ? 0 : -1;
    }
    const terms = patch.map((number, i) => `${number} × ${bracketed(kernel[i])}`);
    this.sum.textContent = `${terms.join(" + ")} = ${result}`;
    const said = [words.said(row + 1, column + 1, result, this.patches.length, columns)];
    if (this.padding === "same") said.push(words.padded);
    if (this.querySelector(".step-unseen")) said.push(words.unseen);
    this.answer.textContent = said.join(language === "en" ? " " : "");
  }
}

// Row and column of a cell, counted from 1.
function placed(i, columns) {
  return [Math.floor(i / columns) + 1, (i % columns) + 1];
}
function pixels(name) {
  return IMAGES[name].map((row) => [...row].map(Number));
}
function range(length) {
  return Array.from({ length }, (_, i) => i);
}
function times(patch, kernel) {
  return patch.map((number, i) => number * kernel[i]);
}
function sum(numbers) {
  return numbers.reduce((all, number) => all + number, 0);
}

// With at most two decimals and a proper minus sign.
function short(number) {
  return String(Number(number.toFixed(2))).replace("-", number.toFixed(2) === "-0.00" ? "" : "−");
}
function bracketed(number) {
  return number < 0 ? `(${short(number)})` : short(number);
}

// A table of numbers with a name.
function grid(name) {
  return make("table", { className: "step-grid" }, make("caption", { textContent: name }), make("tbody"));
}

function fill(table, cells, columns) {
  const rows = range(cells.length / columns).map((row) =>
    make("tr", {}, ...cells.slice(row * columns, (row + 1) * columns).map((cell) => make("td", {}, cell))));
  table.tBodies[0].replaceChildren(...rows);
}

customElements.define("convolution-steps", ConvolutionSteps);
