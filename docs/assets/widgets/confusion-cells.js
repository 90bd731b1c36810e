// <confusion-cells>: the confusion matrix of a recorded training. A cell shows its digits, all that were misread, and
// of those read right the ones it was least sure of. They are in one file, fetched when the reader first picks a
// cell; docs/export_network.py writes it, in the order of the cells.

import { answer, language, make } from "./parts.js";

const WORDS = {
  zh: {
    hint: "点一格看里面的数字，也可以用方向键移动。行是真实数字，列是模型的回答。",
    cell: (is, said, count) => `是 ${is}，认作 ${said}：${count}`,
    picture: (is, said) => `一张 ${is}，认作 ${said}`,
    corner: "真实＼回答",
    right: (digit, count, all, recall, called, precision, shown) =>
      `${all} 张 ${digit} 里认对了 ${count} 张，召回率 ${recall}；认作 ${digit} 的有 ${called} 张，精确率 ${precision}。下面是认对了但最没把握的 ${shown} 张，最没把握的在前。`,
    wrong: (is, said, count, all, back) => `${all} 张 ${is} 里，有 ${count} 张认作 ${said}；反过来，${said} 认作 ${is} 的有 ${back} 张。`,
    none: (is, said) => `没有一张 ${is} 认作 ${said}。`,
    unreachable: "取不到图像，等网络连接恢复后再试一次。",
  },
  en: {
    hint: "Pick a cell to see its digits; the arrow keys work, too. Rows are the true digits, columns what the model said.",
    cell: (is, said, count) => `is ${is}, read as ${said}: ${count}`,
    picture: (is, said) => `a ${is}, read as ${said}`,
    corner: "is \\ said",
    right: (digit, count, all, recall, called, precision, shown) =>
      `Of ${all} images of a ${digit}, ${count} were read right: recall ${recall}. ${called} images were read as ${digit}: precision ${precision}. Here are the ${shown} it read right and was least sure of, the least sure first.`,
    wrong: (is, said, count, all, back) => `Of ${all} images of a ${is}, ${count} ${count === 1 ? "was" : "were"} read as ${said}. Of the images of a ${said}, ${back} ${back === 1 ? "was" : "were"} read as ${is}.`,
    none: (is, said) => `No ${is} was read as ${said}.`,
    unreachable: "The images could not be fetched. Try again when the connection is back.",
  },
};

const SHEET = new URL("../draw/confusion.png", import.meta.url);
const SIDE = 28, COLUMNS = 16, EXAMPLES = 6; // as docs/export_network.py lays the images out
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

// The images of a cell: the first, and how many.
export function stored(matrix, is, said) {
  const counts = matrix.flatMap((row, i) => row.map((count, j) => (i === j ? Math.min(count, EXAMPLES) : count)));
  const cell = is * matrix.length + said;
  return { first: counts.slice(0, cell).reduce((sum, count) => sum + count, 0), count: counts[cell] };
}

class ConfusionCells extends HTMLElement {
  connectedCallback() {
    this.words = WORDS[language];
    // The numbers are those of the table that readers without scripts see.
    this.matrix ??= [...this.querySelectorAll("tr")].slice(1).map((row) => [...row.cells].slice(1).map((cell) => Number(cell.textContent)));
    this.answer = answer();
    this.digits = make("div", { className: "confusion-digits" });
    this.replaceChildren(
      make("p", { className: "confusion-hint", textContent: this.words.hint }),
      make("div", { className: "confusion-sides" }, this.table(), make("div", {}, this.answer, this.digits)),
    );
    this.addEventListener("keydown", (event) => this.move(event));
  }

  table() {
    const { matrix, words } = this, digits = [...matrix.keys()];
    const head = (textContent, scope) => make("th", { textContent, scope });
    this.cells = matrix.map((row, is) => row.map((count, said) => this.cell(is, said, count)));
    this.cells[0][0].tabIndex = 0;
    const rows = digits.map((is) => make("tr", {}, head(is, "row"), ...this.cells[is].map((cell) => make("td", {}, cell))));
    const heads = make("tr", {}, make("td", { textContent: words.corner }), ...digits.map((said) => head(said, "col")));
    return make("table", { className: "confusion-table" }, make("thead", {}, heads), make("tbody", {}, ...rows));
  }

  cell(is, said, count) {
    const cell = make("button", { type: "button", tabIndex: -1, textContent: count || "", onclick: () => this.pick(is, said) });
    cell.setAttribute("aria-label", this.words.cell(is, said, count));
    cell.setAttribute("aria-pressed", false);
    cell.dataset.kind = is === said ? "right" : Math.min(count, 4);
    return cell;
  }

  move(event) {
    const move = MOVES[event.key], row = this.cells.findIndex((row) => row.includes(event.target));
    if (!move || row < 0) return;
    event.preventDefault();
    const is = row + move[0], said = this.cells[row].indexOf(event.target) + move[1];
    if (this.cells[is]?.[said]) this.pick(is, said);
  }

  pick(is, said) {
    for (const [i, row] of this.cells.entries()) {
      for (const [j, cell] of row.entries()) {
        const chosen = i === is && j === said;
        cell.setAttribute("aria-pressed", chosen);
        cell.tabIndex = chosen ? 0 : -1;
      }
    }
    this.cells[is][said].focus();
    this.answer.textContent = this.said(is, said);
    this.show(is, said);
  }

  said(is, said) {
    const { matrix, words } = this, count = matrix[is][said];
    const all = sum(matrix[is]), called = sum(matrix.map((row) => row[said]));
    if (is === said) {
      const [recall, precision] = [all, called].map((number) => (count / number).toFixed(4));
      return words.right(is, count, all, recall, called, precision, stored(matrix, is, said).count);
    }
    return count ? words.wrong(is, said, count, all, matrix[said][is]) : words.none(is, said);
  }

  async show(is, said) {
    const turn = (this.turn = {}), { first, count } = stored(this.matrix, is, said);
    this.digits.replaceChildren();
    try {
      const sheet = await (this.sheet ??= fetched());
      if (turn !== this.turn) return;
      const name = this.words.picture(is, said);
      this.digits.replaceChildren(...Array.from({ length: count }, (_, i) => picture(sheet, first + i, name)));
    } catch {
      this.sheet = undefined; // so that it can be tried again
      if (turn === this.turn) this.answer.textContent += ` ${this.words.unreachable}`;
    }
  }
}

async function fetched() {
  const sheet = make("img", { src: SHEET });
  await sheet.decode();
  return sheet;
}

function picture(sheet, place, name) {
  const canvas = make("canvas", { width: SIDE, height: SIDE });
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", name);
  const x = (place % COLUMNS) * SIDE, y = Math.floor(place / COLUMNS) * SIDE;
  canvas.getContext("2d").drawImage(sheet, x, y, SIDE, SIDE, 0, 0, SIDE, SIDE);
  return canvas;
}

function sum(numbers) {
  return numbers.reduce((all, number) => all + number, 0);
}

customElements.define("confusion-cells", ConfusionCells);
