// <softmax-loss>: three logits, the right class, and what comes of them: probabilities, and the loss that Keras
// gives for the label in either form.

import { answer, choice, language, make, slider } from "./parts.js";

const WORDS = {
  zh: {
    logit: (index) => `类 ${index} 的 logit`,
    right: "正确的类",
    heads: ["类", "z", "eᶻ", "概率"],
    said: (right, p, loss) => `给正确类（类 ${right}）的概率是 ${p}，交叉熵是 −ln ${p} = ${loss}。`,
    guess: (loss) => (loss > Math.log(3) ? "比瞎猜（ln 3 ≈ 1.0986）还差。" : "比瞎猜（ln 3 ≈ 1.0986）好。"),
  },
  en: {
    logit: (index) => `logit of class ${index}`,
    right: "right class",
    heads: ["class", "z", "eᶻ", "p"],
    said: (right, p, loss) => `The right class (class ${right}) gets a probability of ${p}; the cross-entropy is −ln ${p} = ${loss}.`,
    guess: (loss) => (loss > Math.log(3) ? "That is worse than guessing (ln 3 ≈ 1.0986)." : "That is better than guessing (ln 3 ≈ 1.0986)."),
  },
};

export function softmax(logits) {
  const most = Math.max(...logits); // subtracted, so that no exponential is too large
  const powers = logits.map((logit) => Math.exp(logit - most));
  const sum = powers.reduce((one, other) => one + other);
  return powers.map((power) => power / sum);
}

export function crossEntropy(logits, right) {
  return -Math.log(softmax(logits)[right]);
}

class SoftmaxLoss extends HTMLElement {
  connectedCallback() {
    this.words = WORDS[language];
    const changed = () => this.show();
    const sliders = [2, 1, -1].map((value, index) =>
      slider(this.words.logit(index), { min: -5, max: 5, step: 0.1, value }, changed));
    this.sliders = sliders;
    this.right = choice(this.words.right, [[0, "0"], [1, "1"], [2, "2"]], changed);
    this.body = make("tbody");
    this.answer = answer();
    this.calls = make("ul");
    this.replaceChildren(
      ...sliders.map(({ element }) => element), this.right.element, this.table(), this.answer, this.calls,
    );
    this.show();
  }

  table() {
    const heads = this.words.heads.map((textContent) => make("th", { textContent, scope: "col" }));
    return make("table", {}, make("thead", {}, make("tr", {}, ...heads)), this.body);
  }

  show() {
    const { words } = this, right = this.right.value;
    const logits = this.sliders.map(({ value }) => value), probabilities = softmax(logits);
    this.body.replaceChildren(...logits.map((logit, index) => {
      const cells = [logit.toFixed(1).replace("-", "−"), Math.exp(logit).toFixed(3), probabilities[index].toFixed(4)];
      return make(
        "tr", { className: index === right ? "softmax-chosen" : "" },
        make("th", { textContent: index, scope: "row" }), ...cells.map((textContent) => make("td", { textContent })),
      );
    }));
    const exact = crossEntropy(logits, right);
    const p = probabilities[right].toFixed(4), loss = exact.toFixed(4);
    this.answer.textContent = [words.said(right, p, loss), words.guess(exact)].join(language === "en" ? " " : "");
    const row = `[${probabilities.map((one) => one.toFixed(4)).join(", ")}]`;
    const hot = `[${[0, 1, 2].map((index) => Number(index === right)).join(", ")}]`;
    const calls = [`sparse_categorical_crossentropy(${right}, ${row})`, `categorical_crossentropy(${hot}, ${row})`];
    this.calls.replaceChildren(...calls.map((call) => make("li", {}, make("code", { textContent: call }), ` = ${loss}`)));
  }
}

customElements.define("softmax-loss", SoftmaxLoss);
