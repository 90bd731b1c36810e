// <early-stopping data-losses="…">: the validation losses of a recorded training. The reader moves `patience` and
// `min_delta`, and sees where keras.callbacks.EarlyStopping would have stopped, and what it would have restored.

import { answer, language, picture, shape, slider } from "./parts.js";

const WORDS = {
  zh: {
    picture: "验证损失随轮次变化的曲线，标出停下的轮次和最好的轮次",
    stopped: (last, best, loss) => `第 ${last} 轮之后停下，到这时为止第 ${best} 轮最好，验证损失 ${loss}。`,
    ended: (last, best, loss) => `没有停，${last} 轮全部训练完，第 ${best} 轮最好，验证损失 ${loss}。`,
    restored: (best, last) =>
      best === last
        ? "最后一轮就是最好的一轮，写不写 restore_best_weights=True 都一样。"
        : `写了 restore_best_weights=True，留下第 ${best} 轮的权重；不写，留下第 ${last} 轮的。`,
    missed: (epoch, loss) => `后面其实还会更低：第 ${epoch} 轮是 ${loss}。`,
    best: "最好",
    stop: "停下",
  },
  en: {
    picture: "Curve of the validation loss over the epochs, with the epoch it stops at and the best one",
    stopped: (last, best, loss) => `Stops after epoch ${last}. The best so far is epoch ${best}, with a validation loss of ${loss}.`,
    ended: (last, best, loss) => `Does not stop: all ${last} epochs are trained. The best is epoch ${best}, with a validation loss of ${loss}.`,
    restored: (best, last) =>
      best === last
        ? "The last epoch is the best one, so restore_best_weights=True makes no difference."
        : `With restore_best_weights=True the weights of epoch ${best} are kept, without it those of epoch ${last}.`,
    missed: (epoch, loss) => `It would have gone lower: ${loss} in epoch ${epoch}.`,
    best: "best",
    stop: "stop",
  },
};
const WIDTH = 600, HEIGHT = 200, LEFT = 64, RIGHT = 590, TOP = 24, BOTTOM = 176;

// The last epoch that EarlyStopping trains, and the best until then; epochs count from 1.
export function stopping(losses, patience, minDelta) {
  let best = 0, wait = 0;
  for (let epoch = 1; epoch < losses.length; epoch++) {
    if (losses[epoch] + minDelta < losses[best]) [best, wait] = [epoch, 0];
    else if (++wait >= patience) return { last: epoch + 1, best: best + 1, stopped: true };
  }
  return { last: losses.length, best: best + 1, stopped: false };
}

class EarlyStopping extends HTMLElement {
  connectedCallback() {
    this.words = WORDS[language];
    this.losses = this.dataset.losses.split(" ").map(Number);
    const changed = () => this.show();
    this.patience = slider("patience", { min: 1, max: 20, value: 3 }, changed);
    this.minDelta = slider("min_delta", { min: 0, max: 0.02, step: 0.001, value: 0 }, changed);
    this.picture = picture(this.words.picture, WIDTH, HEIGHT);
    this.answer = answer();
    this.replaceChildren(this.patience.element, this.minDelta.element, this.picture, this.answer);
    this.show();
  }

  show() {
    const { losses, words } = this;
    const found = stopping(losses, this.patience.value, this.minDelta.value);
    const lowest = losses.indexOf(Math.min(...losses)) + 1;
    const number = (epoch) => losses[epoch - 1].toFixed(4);
    this.answer.textContent = [
      words[found.stopped ? "stopped" : "ended"](found.last, found.best, number(found.best)),
      words.restored(found.best, found.last),
      ...(lowest > found.last ? [words.missed(lowest, number(lowest))] : []),
    ].join(language === "en" ? " " : "");
    this.draw(found);
  }

  draw({ last, best }) {
    const { losses, words } = this;
    const high = Math.max(...losses), low = Math.min(...losses);
    const x = (epoch) => LEFT + ((RIGHT - LEFT) * (epoch - 1)) / (losses.length - 1);
    const y = (loss) => BOTTOM - ((BOTTOM - TOP) * (loss - low)) / (high - low);
    const line = (from, to, name) => {
      const points = losses.slice(from - 1, to).map((loss, i) => `${x(from + i).toFixed(1)},${y(loss).toFixed(1)}`);
      return shape("polyline", { class: name, points: points.join(" ") });
    };
    const mark = (epoch, name) => shape("circle", { class: name, cx: x(epoch), cy: y(losses[epoch - 1]), r: 5 });
    const text = (at, height, words, anchor = "middle") => shape("text", { x: at, y: height, "text-anchor": anchor }, words);
    const epochs = [1, ...losses.keys()].filter((epoch) => epoch === 1 || (epoch && epoch % 10 === 0));
    this.picture.replaceChildren(
      ...[high, low].map((loss) => text(LEFT - 6, y(loss) + 4, loss.toFixed(2), "end")),
      ...epochs.concat(losses.length).map((epoch) => text(x(epoch), HEIGHT - 6, epoch)),
      line(last, losses.length, "early-rest"),
      line(1, last, "early-trained"),
      shape("path", { class: "early-end", d: `M${x(last)} ${TOP - 6}V${BOTTOM}` }),
      text(x(last), TOP - 10, words.stop, last > losses.length * 0.9 ? "end" : "middle"),
      mark(best, "early-best"),
      text(x(best), Math.min(y(losses[best - 1]) + 20, BOTTOM + 12), words.best),
    );
  }
}

customElements.define("early-stopping", EarlyStopping);
