// <memory-order>: a small image; the reader picks one of its numbers and sees its index, and its place in memory,
// in channels_last and in channels_first.

import { answer, language, make } from "./parts.js";

const WORDS = {
  zh: {
    pick: "点一个方块，或者用方向键移动（Page Up、Page Down 换通道）。",
    strip: (name) => `${name} 在内存里的 24 个数`,
    said: (row, column, channel) => `第 ${row} 行、第 ${column} 列、通道 ${channel}：`,
    place: (name, index, sum, place) => `${name} 的下标是 [${index.join(", ")}]，位置是 ${sum} = ${place}`,
    ends: "。",
    between: "；",
  },
  en: {
    pick: "Click a box, or move with the arrow keys (Page Up and Page Down change the channel).",
    strip: (name) => `the 24 numbers in memory, ${name}`,
    said: (row, column, channel) => `Row ${row}, column ${column}, channel ${channel}: `,
    place: (name, index, sum, place) => `in ${name} the index is [${index.join(", ")}] and the place ${sum} = ${place}`,
    ends: ".",
    between: "; ",
  },
};
const ROWS = 2, COLUMNS = 4, CHANNELS = 3;
// By format: the axes, and their sizes.
export const FORMATS = {
  channels_last: { axes: ["row", "column", "channel"], sizes: [ROWS, COLUMNS, CHANNELS] },
  channels_first: { axes: ["channel", "row", "column"], sizes: [CHANNELS, ROWS, COLUMNS] },
};
const MOVES = {
  ArrowUp: ["row", -1], ArrowDown: ["row", 1], ArrowLeft: ["column", -1], ArrowRight: ["column", 1],
  PageUp: ["channel", -1], PageDown: ["channel", 1],
};
const SIZES = { row: ROWS, column: COLUMNS, channel: CHANNELS };

// The index of a number in a format, and its place in memory: the last axis lies most tightly.
export function placed(number, { axes, sizes }) {
  const index = axes.map((axis) => number[axis]);
  const [, middle, last] = sizes, [a, b, c] = index;
  return { index, place: (a * middle + b) * last + c, sum: `(${a} × ${middle} + ${b}) × ${last} + ${c}` };
}

class MemoryOrder extends HTMLElement {
  connectedCallback() {
    this.words = WORDS[language];
    this.number = { row: 0, column: 1, channel: 2 };
    this.answer = answer();
    this.strips = Object.entries(FORMATS).map(([name, format]) => this.strip(name, format));
    this.replaceChildren(
      make("p", { className: "memory-hint", textContent: this.words.pick }),
      ...this.strips.map(({ element }) => element),
      this.answer,
    );
    this.addEventListener("keydown", (event) => this.move(event));
    this.show();
  }

  // All numbers of the image in the order of memory; on a phone the line breaks after eight.
  strip(name, format) {
    const boxes = numbers(format).map((number) => {
      const box = make("button", { type: "button", className: `memory-${number.channel}`, tabIndex: -1 });
      box.textContent = format.axes.map((axis) => number[axis]).join("");
      box.setAttribute("aria-label", format.axes.map((axis) => number[axis]).join(", "));
      box.addEventListener("click", () => this.pick(number, name));
      return { box, number };
    });
    const line = make("div", { className: "memory-line" }, ...boxes.map(({ box }) => box));
    line.setAttribute("role", "group");
    line.setAttribute("aria-label", this.words.strip(name));
    return { name, boxes, element: make("div", {}, make("code", { textContent: name }), line) };
  }

  move(event) {
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    const [axis, by] = move, size = SIZES[axis];
    this.pick({ ...this.number, [axis]: (this.number[axis] + by + size) % size });
  }

  // The box of the line that has the focus keeps it.
  pick(number, name = this.strips.find(({ element }) => element.contains(document.activeElement))?.name) {
    this.number = number;
    this.show();
    this.strips.find((strip) => strip.name === name)?.boxes.find(({ box }) => box.tabIndex === 0).box.focus();
  }

  show() {
    const { words, number } = this;
    for (const { boxes } of this.strips) {
      for (const { box, number: other } of boxes) {
        const chosen = Object.keys(number).every((axis) => number[axis] === other[axis]);
        box.setAttribute("aria-pressed", chosen);
        box.tabIndex = chosen ? 0 : -1;
      }
    }
    const sentences = Object.entries(FORMATS).map(([name, format]) => {
      const { index, place, sum } = placed(number, format);
      return words.place(name, index, sum, place);
    });
    this.answer.textContent = words.said(number.row, number.column, number.channel) + sentences.join(words.between) + words.ends;
  }
}

// Every number of the image, in the order of a format.
function numbers({ axes, sizes }) {
  const [first, middle, last] = sizes;
  return Array.from({ length: first * middle * last }, (_, place) => ({
    [axes[0]]: Math.floor(place / (middle * last)),
    [axes[1]]: Math.floor(place / last) % middle,
    [axes[2]]: place % last,
  }));
}

customElements.define("memory-order", MemoryOrder);
