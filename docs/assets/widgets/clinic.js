// <old-code-clinic>: paste old code, or an error. A message is looked up in the list of messages; code
// is examined by the doctor itself, in a worker (clinic-worker.js). Nothing is sent anywhere.

import { WHOLE, likeness, wordsOf } from "./messages.js";
import { make } from "./parts.js";

const WORDS = {
  zh: {
    label: "旧代码，或者报错信息",
    hint: "把代码或报错贴在这里，也可以把 .py、.ipynb、.md 文件拖进来。",
    examine: "检查",
    file: "选择文件",
    cancel: "取消",
    privacy: "全部在你的浏览器里完成，贴进来的内容不会离开这台设备。",
    pasted: "贴入的内容",
    empty: "先贴入代码或报错，或者选择一个文件。",
    fetching: "正在取来检查工具，只需这一次。",
    fetched: (done, all) => `${done} / ${all} KB`,
    examining: "正在检查……",
    cancelled: "已取消。",
    absent: "这份网站没有带上检查代码的工具，可以在命令行运行 doctor，用法见下文。",
    old: "这个浏览器太旧，不能在页面里检查代码，可以在命令行运行 doctor，用法见下文。",
    unreachable: "取不到检查工具。等网络通了再试，或者在命令行运行 doctor。",
    broken: "检查中途停了：这段代码可能嵌套得太深。可以贴一部分再试，或者在命令行运行 doctor。",
    late: "检查超过一分钟，已经停下。可以贴一部分再试，或者在命令行运行 doctor。",
    large: "文件超过 100 MB，太大了。",
    refused: (why) => `读不了：${why}`,
    known: "这个报错有记录：",
    similar: "没有一字不差的记录，下面的最像：",
    unknown: "没有这个报错的记录。最要紧的是报错的最后一行：如果漏了，把它也贴进来。",
    asCode: "当作代码检查",
    nothing: "没有发现旧写法。",
    found: (all, safe) => `发现 ${all} 处旧写法，其中 ${safe} 处已自动改写。`,
    leftOut: ([first, last], cells) =>
      cells ? `第 ${first} 个单元格不是 Python，未检查。` : `第 ${first} 到 ${last} 行不是 Python，未检查。`,
    line: (line, cell) => (cell ? `单元格 ${cell}，第 ${line} 行` : `第 ${line} 行`),
    today: "现在",
    silent: "不报错，但结果变了",
    runs: "还能运行",
    why: "原因",
    write: "改为：",
    example: "改法示例：",
    remove: "（删除这一行）",
    more: "详细说明",
    program: "改好的程序",
    before: "原来",
    after: "改好",
    copy: "复制",
    copied: "已复制。",
    save: "下载",
  },
  en: {
    label: "Old code, or an error message",
    hint: "Paste code or an error here, or drop a .py, .ipynb or .md file.",
    examine: "Examine",
    file: "Choose a file",
    cancel: "Cancel",
    privacy: "All of this happens in your browser: what you paste never leaves this device.",
    pasted: "Pasted text",
    empty: "First paste code or an error, or choose a file.",
    fetching: "Fetching what examines the code; this is needed only once.",
    fetched: (done, all) => `${done} of ${all} KB`,
    examining: "Examining…",
    cancelled: "Cancelled.",
    absent: "This copy of the site comes without what examines code. Run doctor on the command line, as shown below.",
    old: "This browser is too old to examine code in the page. Run doctor on the command line, as shown below.",
    unreachable: "What examines code could not be fetched. Try again when the network is there, or run doctor on the command line.",
    broken: "The examination broke off: this code may be nested too deeply. Try a part of it, or run doctor on the command line.",
    late: "The examination took more than a minute and was stopped. Try a part of it, or run doctor on the command line.",
    large: "The file is too large: it has more than 100 MB.",
    refused: (why) => `This cannot be read: ${why}`,
    known: "This message is on record:",
    similar: "This message is not on record word for word. Most like it:",
    unknown: "This message is not on record. Its last line matters most: if that is missing, paste it, too.",
    asCode: "Examine it as code",
    nothing: "Nothing old found.",
    found: (all, safe) => `Old idioms: ${all}, of which ${safe} are rewritten.`,
    leftOut: ([first, last], cells) =>
      cells ? `Cell ${first} is not Python and was not read.` : `Lines ${first} to ${last} are not Python and were not read.`,
    line: (line, cell) => (cell ? `Cell ${cell}, line ${line}` : `Line ${line}`),
    today: "Today",
    silent: "no error, but another result",
    runs: "still runs",
    why: "Why",
    write: "Write:",
    example: "The new way, for example:",
    remove: "(delete this line)",
    more: "More about it",
    program: "The mended program",
    before: "Before",
    after: "After",
    copy: "Copy",
    copied: "Copied.",
    save: "Download",
  },
};

const ASSETS = new URL("../clinic/", import.meta.url);
const LARGEST = 100_000_000; // bytes; the doctor's own limit for notebooks
const PATIENCE = 60_000; // milliseconds for one examination
const SHOWN = 3; // entries that are like a message
// The last line of a traceback, and what comes after it; and its first line.
const MESSAGE = /^[\w.]*(?:Error|Exception|Warning|Interrupt|Exit)(?::|$)/;
const TRACEBACK = /Traceback \(most recent call last\)/;
// A line that is Python rather than a sentence.
const CODE =
  /^\s*(?:import \w|from [\w.]+ import |(?:def|class|with|for|if|while) .*:|@\w|[\w.[\], ]+ ?=(?!=)|[\w.]+\(.*[),([{]\s*(?:#.*)?$)/m;

class OldCodeClinic extends HTMLElement {
  connectedCallback() {
    this.language = document.documentElement.lang === "en" ? "en" : "zh";
    this.words = WORDS[this.language];
    // The page stands in old/, as the addresses of entries begin.
    this.site = new URL("../../", document.baseURI);
    this.replaceChildren(...this.parts());
    this.addEventListener("dragover", (event) => this.dragged(event, true));
    this.addEventListener("dragleave", (event) => this.dragged(event, false));
    this.addEventListener("drop", (event) => {
      this.dragged(event, false);
      this.read(event.dataTransfer.files[0]);
    });
  }

  parts() {
    const { words } = this;
    this.text = make("textarea", { id: "clinic-text", rows: 10, spellcheck: false, placeholder: words.hint });
    this.text.setAttribute("autocapitalize", "off");
    this.text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.ask();
    });
    const file = make("input", { type: "file", accept: ".py,.pyw,.ipynb,.md,.txt" });
    file.addEventListener("change", () => {
      this.read(file.files[0]);
      file.value = ""; // so that the same file can be chosen again
    });
    this.cancel = button(words.cancel, () => this.stop(words.cancelled));
    this.progress = make("progress", {});
    this.progress.setAttribute("aria-label", words.fetching);
    this.amount = make("span");
    this.waiting = make("p", { className: "clinic-waiting", hidden: true }, this.progress, this.amount, this.cancel);
    this.status = make("p", { className: "clinic-status" });
    this.status.setAttribute("role", "status");
    this.result = make("div");
    const examine = button(words.examine, () => this.ask());
    examine.classList.add("md-button--primary");
    return [
      make("label", { htmlFor: "clinic-text", textContent: words.label }),
      this.text,
      make("p", { className: "clinic-actions" }, examine, make("label", { className: "md-button" }, file, words.file)),
      make("p", { className: "clinic-privacy", textContent: words.privacy }),
      this.waiting,
      this.status,
      this.result,
    ];
  }

  dragged(event, over) {
    event.preventDefault();
    this.classList.toggle("clinic-over", over);
  }

  async read(file) {
    if (!file) return;
    if (file.size > LARGEST) return this.stop(this.words.large);
    this.examine(file.name, new Uint8Array(await file.arrayBuffer()));
  }

  // What was pasted: a message if it has one, or if it is like one and not like code.
  async ask() {
    const text = this.text.value;
    if (!text.trim()) return this.stop(this.words.empty);
    const asCode = () => this.examine(this.words.pasted, new TextEncoder().encode(text));
    const message = lastMessage(text);
    if (!message && CODE.test(text)) return asCode();
    this.stop("");
    const turn = (this.turn = {});
    const found = await this.alike([text, message]);
    if (turn !== this.turn) return;
    if (!message && !found.length && text.includes("\n")) return asCode();
    const { known, similar, unknown } = this.words;
    this.status.textContent = !found.length ? unknown : found[0].score < WHOLE ? similar : known;
    this.result.replaceChildren(...found.map((one) => this.entry(one)));
    this.result.append(make("p", {}, button(this.words.asCode, asCode)));
  }

  async list() {
    const response = await fetch(new URL(`messages.${this.language}.json`, ASSETS));
    if (!response.ok) throw new Error(response.status);
    return response.json();
  }
  messages() {
    return (this.known ??= this.list().catch(() => (this.known = undefined)));
  }

  // The entries that are most like what was pasted, best first.
  async alike(texts) {
    const asked = texts.map((text) => wordsOf(text.slice(-4000))).filter((words) => words.length);
    const scored = ((await this.messages())?.entries ?? []).map((entry) => {
      const scores = entry.lines.flatMap((line) => asked.map((words) => likeness(words, line)));
      return { ...entry, score: Math.max(...scores) };
    });
    scored.sort((one, other) => other.score - one.score);
    // Beside one that is whole in it, what is only like it is no help.
    const least = scored[0]?.score < WHOLE ? 1 : WHOLE;
    return scored.slice(0, SHOWN).filter(({ score }) => score >= least);
  }

  entry({ lines: [line], title, why, new: now, page }) {
    const { words } = this;
    return make(
      "section", { className: "clinic-entry" },
      make("p", {}, make("code", { textContent: line })),
      make("p", {}, make("strong", {}, ...inline(title))),
      make("p", {}, ...inline(why)),
      make("p", { textContent: words.example }),
      block(now),
      make("p", {}, this.link(page, words.more, title)),
    );
  }

  link(page, words, title) {
    const link = make("a", { href: new URL(page, this.site), textContent: words });
    link.setAttribute("aria-label", `${words}: ${title.replaceAll("`", "")}`);
    return link;
  }

  // Code

  async examine(name, bytes) {
    const { words } = this;
    this.stop(words.examining);
    const turn = (this.turn = {});
    const list = await this.messages();
    if (turn !== this.turn) return;
    if (!list) return this.stop(words.unreachable);
    if (!list.size) return this.stop(words.absent);
    if (!globalThis.WebAssembly || !globalThis.TransformStream) return this.stop(words.old);
    this.waiting.hidden = false;
    if (!this.worker) this.start(list.size);
    this.worker.postMessage({ name, bytes, lang: this.language });
  }

  start(size) {
    const { words } = this;
    this.status.textContent = words.fetching;
    this.begun = false;
    this.worker = new Worker(new URL("clinic-worker.js", import.meta.url), { type: "module" });
    this.worker.onerror = () => this.fail();
    this.worker.onmessage = ({ data }) => {
      if (data.bytes) this.show(data.bytes, size);
      if (data.begun) this.begin();
      if (data.failure) this.fail();
      if (data.report) this.answer(data.report, data.copy);
    };
  }

  show(bytes, size) {
    Object.assign(this.progress, { value: bytes, max: size });
    this.amount.textContent = this.words.fetched(...[bytes, size].map((n) => Math.round(n / 1000).toLocaleString("en")));
  }

  begin() {
    this.begun = true;
    this.status.textContent = this.words.examining;
    this.amount.textContent = "";
    this.progress.removeAttribute("value");
    this.timer = setTimeout(() => this.stop(this.words.late), PATIENCE);
  }

  fail() {
    this.stop(this.begun ? this.words.broken : this.words.unreachable);
  }

  // End what goes on, if anything does: a worker that is at work is given up.
  stop(sentence) {
    if (!this.waiting.hidden) {
      this.worker?.terminate();
      this.worker = undefined;
    }
    this.rest();
    this.result.replaceChildren();
    this.status.textContent = sentence;
  }
  rest() {
    this.turn = undefined;
    clearTimeout(this.timer);
    this.waiting.hidden = true;
  }

  answer(report, copy) {
    const { words } = this;
    this.rest();
    const { findings } = report;
    const safe = findings.filter(({ mended }) => mended !== null).length;
    const cells = report.file.endsWith(".ipynb");
    const said = [
      ...report.left_out.map((lines) => words.leftOut(lines, cells)),
      report.refusal ? words.refused(report.refusal) : findings.length ? words.found(findings.length, safe) : words.nothing,
    ];
    this.status.textContent = said.join(" ");
    if (!findings.length) return;
    this.result.replaceChildren(
      ...this.program(report, copy),
      make("ol", { className: "clinic-findings" }, ...byLine(findings).map((group) => this.findings(group))),
    );
  }

  // All that is old in a line.
  findings(group) {
    const { words } = this;
    const [{ line, cell, code }] = group;
    const mended = new Set(group.map((finding) => finding.mended).filter((text) => text !== null));
    return make(
      "li", {},
      make("p", {}, make("strong", { textContent: words.line(line, cell) }), " ", make("code", { textContent: code })),
      ...group.flatMap((finding) => this.finding(finding)),
      ...[...mended].flatMap((text) => [
        make("p", { textContent: words.write }),
        block(text || words.remove),
      ]),
    );
  }

  finding({ title, kind, today, why, mended, new: now, page }) {
    const { words } = this;
    const said = today ? make("code", { textContent: today }) : words[kind] ?? words.silent;
    return [
      make("p", {}, ...inline(title)),
      make(
        "dl", {},
        make("dt", { textContent: words.today }), make("dd", {}, said),
        make("dt", { textContent: words.why }), make("dd", {}, ...inline(why), " ", this.link(page, words.more, title)),
      ),
      ...(mended === null && now ? [make("p", { textContent: words.example }), block(now)] : []),
    ];
  }

  // The program before and after, side by side.
  program({ before, after, changes, copy: name }, copy) {
    const { words } = this;
    const save = make("a", {
      className: "md-button", textContent: words.save, download: name,
      href: URL.createObjectURL(new Blob([copy])),
    });
    const body = make("tbody");
    for (const [kind, from, to, first, last] of changes) {
      for (let i = 0; i < Math.max(to - from, last - first); i++) {
        const row = make("tr", { className: `clinic-${kind}` });
        row.append(...[[before, from + i, to], [after, first + i, last]].flatMap(([lines, at, end]) => [
          make("td", { className: "clinic-number", textContent: at < end ? at + 1 : "" }),
          make("td", { className: at < end ? "" : "clinic-none", textContent: at < end ? lines[at] : "" }),
        ]));
        body.append(row);
      }
    }
    const head = [words.before, words.after].map((textContent) =>
      make("th", { textContent, colSpan: 2, scope: "colgroup" }));
    const columns = ["clinic-number", "", "clinic-number", ""].map((className) => make("col", { className }));
    const table = make(
      "table", { className: "clinic-lines" },
      make("colgroup", {}, ...columns), make("thead", {}, make("tr", {}, ...head)), body,
    );
    // Scrolled with the keys once it can have the focus.
    const program = make("div", { className: "clinic-program", tabIndex: 0 }, table);
    program.setAttribute("role", "region");
    program.setAttribute("aria-label", words.program);
    const copied = () => navigator.clipboard.writeText(after.join("\n") + "\n").then(() => {
      this.status.textContent = words.copied;
    });
    return [
      make("p", { className: "clinic-actions" }, button(words.copy, copied), save),
      program,
    ];
  }
}

// The end of a traceback, from its message on; empty if there is none.
function lastMessage(text) {
  const lines = text.trimEnd().split("\n");
  const last = lines.findLastIndex((line) => MESSAGE.test(line));
  if (last >= 0) return lines.slice(last).join("\n");
  return TRACEBACK.test(text) ? lines.at(-1) : "";
}

function byLine(findings) {
  const groups = new Map();
  for (const finding of findings) {
    const place = `${finding.cell} ${finding.line}`;
    groups.set(place, [...(groups.get(place) ?? []), finding]);
  }
  return [...groups.values()];
}

function button(textContent, onclick) {
  return make("button", { type: "button", className: "md-button", textContent, onclick });
}
function block(text) {
  return make("pre", {}, make("code", { textContent: text }));
}
// A text of the catalogue, with its code.
function inline(text) {
  return text.split(/`([^`]+)`/).map((part, i) => (i % 2 ? make("code", { textContent: part }) : part));
}

customElements.define("old-code-clinic", OldCodeClinic);
