// <site-search>: a button in the header, and the box that it opens. What is found comes from a worker
// (search-worker.js), which fetches the index; nothing is fetched before the box is opened.

const WORDS = {
  zh: {
    search: "搜索",
    placeholder: "词语、函数名，或者一条报错",
    close: "关闭",
    hint: "输入想找的词；报错可以整条贴进来，连同前后几行也行。",
    keys: [["↑", "↓"], "选择", ["Enter"], "打开", ["Esc"], "关闭"],
    messages: "这条报错",
    similar: "相近的报错",
    pages: "页面",
    looking: "正在查找……",
    found: (messages, pages) => [messages && `${messages} 条报错`, `${pages} 个页面`].filter(Boolean).join("，"),
    none: (query) => `没有找到“${query}”。换一个说法，或者只留一两个词再试。`,
    failed: "取不到搜索的索引，请检查网络后再试。直接打开文件时不能搜索，要经过网站服务器。",
  },
  en: {
    search: "Search",
    placeholder: "Words, a function, or an error message",
    close: "Close",
    hint: "Type what you are looking for. An error message can be pasted whole, with the lines around it.",
    keys: [["↑", "↓"], "choose", ["Enter"], "open", ["Esc"], "close"],
    messages: "This message",
    similar: "Messages like this",
    pages: "Pages",
    looking: "Looking…",
    found: (messages, pages) =>
      [messages && count(messages, "message"), count(pages, "page")].filter(Boolean).join(", "),
    none: (query) => `Nothing found for “${query}”. Try another word, or fewer.`,
    failed: "The index could not be fetched. Try again when the network is there. Pages opened as files cannot be searched: that takes a web server.",
  },
};
const PAUSE = 80; // milliseconds without a key before the worker is asked

class SiteSearch extends HTMLElement {
  connectedCallback() {
    this.language = document.documentElement.lang === "en" ? "en" : "zh";
    this.words = WORDS[this.language];
    this.site = new URL(this.dataset.site, document.baseURI).href;
    // A link in the archive that opens from disk (docs/offline.py), where this script may not run.
    this.querySelector(".search-open").addEventListener("click", (event) => {
      event.preventDefault();
      this.open();
    });
    addEventListener("keydown", (event) => this.shortcut(event));
  }

  // "/" and Ctrl+K open the box, unless somebody is writing.
  shortcut(event) {
    const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !writing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (!slash && !k) return;
    event.preventDefault();
    this.open();
  }

  // With words to look for, if there are any.
  open(words = "") {
    if (!this.dialog) this.build();
    if (!this.dialog.open) this.dialog.showModal();
    if (words) {
      this.input.value = words;
      this.ask();
    }
    this.input.select();
  }

  build() {
    const { words } = this;
    this.input = make("input", {
      type: "text", placeholder: words.placeholder, autocomplete: "off", spellcheck: false, enterKeyHint: "search",
    });
    this.input.setAttribute("aria-label", words.search);
    this.input.setAttribute("autocapitalize", "off");
    this.input.addEventListener("input", () => this.ask());
    this.status = make("p", { className: "search-status" });
    this.status.setAttribute("role", "status");
    this.results = make("div", { className: "search-results" });
    const close = make("button", { type: "button", className: "search-close", textContent: words.close });
    close.addEventListener("click", () => this.dialog.close());
    const form = make("form", { className: "search-form" }, this.input, close);
    form.setAttribute("role", "search");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.links()[0]?.click();
    });
    this.dialog = make("dialog", { className: "search-box" }, form, this.status, this.results, this.keys());
    this.dialog.setAttribute("aria-label", words.search);
    this.dialog.addEventListener("keydown", (event) => this.move(event));
    this.dialog.addEventListener("click", (event) => {
      // Beside the box, or on a link, which may lead to another place on this page.
      if (event.target === this.dialog || event.target.closest("a")) this.dialog.close();
    });
    this.append(this.dialog);
    this.begin();
    this.show();
  }

  keys() {
    const parts = this.words.keys.map((part) =>
      Array.isArray(part) ? make("span", {}, ...part.map((textContent) => make("kbd", { textContent }))) : part);
    const keys = make("p", { className: "search-keys" }, ...parts);
    keys.setAttribute("aria-hidden", "true");
    return keys;
  }

  begin() {
    this.worker = new Worker(new URL("search-worker.js", import.meta.url), { type: "module" });
    this.worker.onmessage = ({ data }) => data.query === this.query && this.show(data);
    this.worker.onerror = () => this.show({ failed: this.failed = true });
    this.worker.postMessage({ site: this.site, language: this.language });
  }

  ask() {
    this.query = this.input.value.trim();
    clearTimeout(this.timer);
    if (!this.query) return this.show();
    if (this.failed) return this.show({ failed: true });
    this.results.setAttribute("aria-busy", "true");
    this.timer = setTimeout(() => this.worker.postMessage({ query: this.query }), PAUSE);
  }

  show(found) {
    const { words } = this;
    const { failed, messages = [], pages = [], total = 0 } = found ?? {};
    this.results.setAttribute("aria-busy", "false");
    this.status.textContent = !found
      ? words.hint
      : failed
        ? words.failed
        : total || messages.length
          ? words.found(messages.length, total)
          : words.none(this.query);
    const whole = messages.some((message) => message.whole);
    this.results.replaceChildren(
      ...group(whole ? words.messages : words.similar, messages.map(ofMessage)),
      ...group(messages.length ? words.pages : "", pages.map(ofPage)),
    );
    this.results.scrollTop = 0;
  }

  links() {
    return [...this.results.querySelectorAll("a")];
  }

  // Up and down lead from the field to the links and back; what is typed goes to the field.
  move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const stops = [this.input, ...this.links()];
      const next = stops[stops.indexOf(document.activeElement) + step];
      next?.focus();
      event.preventDefault();
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && event.target.closest("a")) {
      this.input.focus();
    }
  }
}

function group(title, items) {
  if (!items.length) return [];
  const heading = title ? [make("h2", { textContent: title })] : [];
  return [...heading, make("ol", {}, ...items)];
}

function ofMessage({ line, title, url }) {
  const link = make("a", { href: url }, make("code", { textContent: line }), make("span", {}, ...inline(title)));
  return make("li", { className: "search-message" }, link);
}

// A page, and the places on it.
function ofPage({ title, section, url, excerpt, parts }) {
  const top = make("a", { href: url }, make("strong", { textContent: title }));
  if (section) top.append(make("small", { textContent: section }));
  top.append(...marked(excerpt));
  const places = parts.map((part) =>
    make("li", {}, make("a", { href: part.url }, make("span", { textContent: part.title }), ...marked(part.excerpt))));
  return make("li", {}, top, ...(places.length ? [make("ol", {}, ...places)] : []));
}

// An excerpt has marks around what was found; all else in it is escaped.
function marked(innerHTML) {
  return innerHTML ? [make("p", { innerHTML })] : [];
}
// A text of the catalogue, with its code.
function inline(text) {
  return text.split(/`([^`]+)`/).map((part, i) => (i % 2 ? make("code", { textContent: part }) : part));
}
function count(n, thing) {
  return `${n} ${thing}${n === 1 ? "" : "s"}`;
}
function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

customElements.define("site-search", SiteSearch);
