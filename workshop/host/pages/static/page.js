// What makes the page better than plain forms: it changes by itself, counts down, keeps what is
// typed, and keeps what could not be sent until it can. Without it every form works all the same.
(() => {
"use strict";
const $ = (selector, inside = document) => inside.querySelector(selector);
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
const words = JSON.parse(document.body.dataset.words);
const fill = (text, value) => text.replace("{0}", value);
const add = (inside, tag, text = "", attributes = {}) => {
  const made = document.createElement(tag);
  made.textContent = text;
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  inside.append(made);
  return made;
};

const take = $(".row.noprint");
if (take) add(take, "button", words.print, { type: "button" }).onclick = () => print();
if (!$("#top")) return;

// -- what is kept on this phone: drafts and answers on their way, for this session only --------
const shelf = (name) => {
  const key = `workshop.${document.body.dataset.session}.${name}`;
  let kept;
  try { kept = JSON.parse(localStorage.getItem(key)); } catch { /* none, or not allowed */ }
  return {
    value: kept,
    keep(value) {
      this.value = value;
      try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* stays on the page */ }
    },
  };
};
const drafts = shelf("drafts");
const queue = shelf("queue");
drafts.value ||= {};
queue.value ||= [];

// -- saying things, aloud too ------------------------------------------------------------------
const status = $("#status");
let quiet;
// `aloud`: only for those who listen, where the eye has it beside the field.
const say = (text, seconds = 5, aloud = false) => {
  status.classList.toggle("aloud", aloud);
  status.textContent = text;
  clearTimeout(quiet);
  if (seconds) quiet = setTimeout(() => { status.textContent = ""; }, seconds * 1000);
};

// -- fields ------------------------------------------------------------------------------------
// As the host counts: no blanks at a line's ends, one empty line at most, composed characters.
const length = (text) => {
  const lines = text.replace(/\t/g, " ").split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/);
  return [...lines.map((line) => line.trim()).join("\n").replace(/\n{3,}/g, "\n\n").trim()
    .normalize("NFC")].length;
};
const counter = (after) => after.parentNode.insertBefore(
  Object.assign(document.createElement("p"), { className: "count" }), after.nextSibling);
const show = (note, left, text, typing, field) => {
  note.textContent = left < 0 ? fill(words.over, -left) : fill(text, left);
  if ((left < 0) !== note.classList.contains("over")) {
    note.classList.toggle("over", left < 0);
    if (left < 0 && typing) say(note.textContent, 5, true);
  }
  field?.setAttribute("aria-invalid", left < 0);
};

const enhance = (inside) => {
  all("[data-limit]", inside).forEach((field) => {
    const limit = +field.dataset.limit;
    const note = counter(field);
    const text = words.ofLeft.replace("{1}", limit);
    const update = (event) => {
      show(note, limit - length(field.value), text, event?.type === "input", field);
      note.hidden = !field.value;
    };
    field.addEventListener("input", update);
    field.addEventListener("filled", update);
    update();
  });
  all("[data-total]", inside).forEach((group) => {
    const fields = all("input", group);
    const note = add(group, "p", "", { class: "count" });
    const update = (event) => show(note,
      group.dataset.total - fields.reduce((sum, field) => sum + (+field.value || 0), 0),
      words.pointsLeft, event?.type === "input");
    fields.forEach((field) => {
      const label = field.labels[0].textContent;
      [["−", -1, words.less], ["+", 1, words.more]].forEach(([sign, step, name]) => {
        const button = document.createElement("button");
        Object.assign(button, { type: "button", textContent: sign });
        button.setAttribute("aria-label", `${name}: ${label}`);
        button.onclick = () => {
          field.value = Math.min(+field.max, Math.max(0, (+field.value || 0) + step)) || "";
          field.dispatchEvent(new Event("input", { bubbles: true }));
        };
        if (step < 0) field.before(button); else field.after(button);
      });
    });
    group.addEventListener("input", update);
    group.addEventListener("filled", update);
    update();
  });
  all("input[type=range]", inside).forEach((field) => {
    const group = field.closest("fieldset");
    const none = $("[type=checkbox]", group);
    const update = () => { $("output", group).textContent = none?.checked ? "–" : field.value; };
    // Whoever moves a slider means what it says.
    field.addEventListener("input", () => { if (none) none.checked = false; });
    group.addEventListener("input", update);
    group.addEventListener("filled", update);
    update();
  });
  all("[data-most]", inside).forEach((group) => {
    const note = add(group, "p", "", { class: "count" });
    const update = (event) => show(note,
      group.dataset.most - all(":checked", group).length, words.left, event?.type === "input");
    group.addEventListener("input", update);
    group.addEventListener("filled", update);
    update();
  });
  all("form[id]", inside).forEach((form) => {
    // What was refused stands in its form as it was typed.
    form.dirty = !!$(".trouble", form);
    form.addEventListener("input", () => {
      form.dirty = true;
      const typed = [...new FormData(form)].filter(([name]) => !OURS.includes(name));
      drafts.keep({ ...drafts.value, [form.id]: typed });
    });
    if (drafts.value[form.id] && !$(".trouble", form)) restore(form, drafts.value[form.id]);
    // A browser that restores a page must not bring back a key that has been used.
    form.elements.key && (form.elements.key.value = form.dataset.keys.split(" ")[0]);
  });
  shutWaiting();
};
const OURS = ["csrf", "key", "exercise", "round", "corrects", "part"];
const restore = (form, typed) => {
  all("input:not([type=hidden]), textarea", form).forEach((field) => {
    const values = typed.filter(([name]) => name === field.name).map(([, value]) => value);
    if (/radio|checkbox/.test(field.type)) field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
    field.dispatchEvent(new Event("filled"));
  });
  all("fieldset", form).forEach((group) => group.dispatchEvent(new Event("filled")));
  form.dirty = true;
};
const forget = (place) => {
  const { [place]: _gone, ...others } = drafts.value;
  drafts.keep(others);
};

// -- what is on now ----------------------------------------------------------------------------
const main = $("#main");
let here = location.pathname + location.search;
const bare = (html) => html.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "");
const parse = (html) => {
  const box = document.createElement("template");
  box.innerHTML = html;
  return [...box.content.children].map((one) => Object.assign(one, { asSent: bare(one.outerHTML) }));
};

// Swap in the sections that changed. A form in which somebody writes stays as it is, even where
// the page has no such form any more: nothing typed is lost. `done` is the form that was sent.
const swap = (html, done) => {
  const active = document.activeElement;
  const fresh = parse(html);
  let news = "";
  let asked;
  all(":scope > section", main).forEach((old) => {
    const next = fresh.find((one) => one.id === old.id);
    const own = all("form[id]", old).find((form) => form.dirty && form.id !== done);
    if (next) return;
    if (own) { shut(own); fresh.splice(1, 0, old); } else old.remove();
  });
  fresh.forEach((next, place) => {
    const old = document.getElementById(next.id);
    if (old === next || (old && old.asSent === next.asSent && !(done && $(`#${CSS.escape(done)}`, old)))) {
      keepPlace(old, place);
      return;
    }
    if (next.id === "told") news = words.told;
    else if (!old && next.matches(".exercise")) { news ||= words.changed; asked ||= next; }
    if (old) {
      all("details[open] > summary", old).forEach((summary) => {
        const same = all("summary", next).find((one) => one.textContent === summary.textContent);
        if (same) same.parentNode.open = true;
      });
      const sent = new Set(all(".sent > li", old).map((one) => one.textContent));
      all(".sent > li", next).forEach((one) => one.classList.toggle("new", !sent.has(one.textContent)));
    }
    const kept = old && all("form[id]", old).filter((form) => form.id !== done
      && (form.dirty || form.contains(active)) && !$(`#${CSS.escape(form.id)} .trouble`, next));
    old ? old.replaceWith(next) : main.append(next);
    keepPlace(next, place);
    enhance(next);
    (kept || []).forEach((form) => {
      const same = document.getElementById(form.id);
      if (same) same.replaceWith(form);
      else if (form.dirty) { next.append(form); shut(form); }
    });
  });
  shutWaiting();
  if (active && active !== document.activeElement && document.contains(active)) active.focus();
  // After a handful comes the next one, above the button that was pressed.
  const next = done && document.getElementById(done)?.closest("[data-goes-on]");
  if (next?.getBoundingClientRect().top < 0) next.scrollIntoView();
  // What is asked now comes above what was answered: nobody has to look for it who writes nothing.
  const writes = document.activeElement.matches("input, textarea") || all("form", main).some((form) => form.dirty);
  if (!done && !writes && asked?.getBoundingClientRect().top < 0) asked.scrollIntoView();
  const lost = $("#top .trouble", main);
  if (lost) giveBack(lost);
  const trouble = $("form .trouble:not(.shut)", main);
  if (done && trouble) { trouble.tabIndex = -1; trouble.focus(); } else if (news) say(news);
};
// What was refused and has no form any more stays on the page until its writer puts it away.
const giveBack = (lost) => {
  $("#refused").append(lost);
  add(lost, "button", words.close, { type: "button" }).onclick = () => lost.remove();
};
const keepPlace = (section, place) => {
  const now = main.children[place];
  if (now !== section) main.insertBefore(section, now ?? null);
};
const shut = (form) => {
  if (!$(".shut", form)) form.prepend(add(form, "p", words.shut, { class: "trouble shut", role: "status" }));
};

const ask = async (url, options = {}) => {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), 10000);
  try {
    return await fetch(url, { ...options, signal: patience.signal,
      headers: { "X-Fragment": "1", ...options.headers } });
  } finally { clearTimeout(timer); }
};
let looking = false;
let stale = false;
const look = async (url = here) => {
  if (looking) { stale = true; return false; }
  looking = true;
  try {
    const answer = await ask(url);
    // The page of somebody who is not known here (any more) is another page altogether.
    if (!answer.headers.has("X-Fragment")) { if (answer.ok) location.reload(); return false; }
    here = url;
    swap(await answer.text());
    return true;
  } catch {
    return false;
  } finally {
    looking = false;
    if (stale) { stale = false; setTimeout(look, 200); }
  }
};

// -- sending -----------------------------------------------------------------------------------
const LATER = [408, 425, 429, 500, 502, 503, 504];
// True: taken or refused for good, and the page says which. False: to be sent again.
const post = async (url, pairs, place) => {
  const body = new URLSearchParams(pairs.filter(([name]) => name !== "csrf"));
  body.append("csrf", $("[name=csrf]", main)?.value ?? "");
  const answer = await ask(url, { method: "POST", body });
  if (LATER.includes(answer.status)) return false;
  const html = await answer.text();
  if (!answer.headers.has("X-Fragment")) { location.assign("/"); return false; }
  if (answer.ok) { forget(place); here = "/"; say(words.received); } else say("");
  swap(html, place);
  return true;
};
const send = async (form, pairs) => {
  if (form.busy) return;
  form.busy = true;
  say(words.sending, 0);
  const url = form.getAttribute("action");
  try {
    // What waits already goes first, so that answers keep their order.
    if (!queue.value.length && await post(url, pairs, form.id)) return;
  } catch { /* no connection */ } finally { form.busy = false; }
  wait(form, url, pairs);
};
const wait = (form, url, pairs) => {
  if (!form.id) { say(words.offline); return; }
  const text = pairs.filter(([name]) => !OURS.includes(name)).map(([, value]) => value)
    .filter(Boolean).join(" · ");
  const shown = all("input:checked", form).map((one) => one.labels[0]?.textContent.trim())
    .filter(Boolean).join(" · ");
  const written = all("textarea, input:not([type=hidden], [type=radio], [type=checkbox])", form)
    .map((one) => one.value).filter(Boolean).join(" · ");
  queue.keep([...queue.value, { url, pairs, place: form.id,
    text: [shown, written].filter(Boolean).join(" · ") || text }]);
  const spare = (form.dataset.keys ?? "").split(" ").slice(1);
  form.dataset.keys = spare.join(" ");
  forget(form.id);
  form.reset();
  form.dirty = false;
  all("[data-limit], fieldset", form).forEach((one) => one.dispatchEvent(new Event("filled")));
  if (spare[0]) form.elements.key.value = spare[0];
  showWaiting();
  say(words.waits, 0);
  flushSoon();
};
const waiting = $("#waiting");
const showWaiting = () => {
  waiting.hidden = !queue.value.length;
  $("h2", waiting).textContent = words.waiting;
  const list = $("ul", waiting);
  list.textContent = "";
  queue.value.forEach((one) => add(list, "li", one.text));
  shutWaiting();
};
// A form whose last key waits has nothing more to give.
const shutWaiting = () => all("form[data-keys]", main).forEach((form) => {
  const mine = queue.value.filter((one) => one.place === form.id).length;
  form.hidden = mine > 0 && (form.dataset.keys === "" || form.dataset.correction !== undefined);
});
let flushing = false;
let pause = 1000;
let timer;
const flush = async () => {
  if (flushing || !queue.value.length) return;
  flushing = true;
  try {
    while (queue.value.length) {
      const [first, ...rest] = queue.value;
      if (!await post(first.url, first.pairs, first.place)) throw new Error("later");
      queue.keep(rest);
      showWaiting();
      pause = 1000;
    }
  } catch {
    pause = Math.min(pause * 2, 15000);
    flushSoon();
  } finally { flushing = false; }
};
const flushSoon = () => {
  clearTimeout(timer);
  timer = setTimeout(flush, pause * (0.75 + Math.random() / 2));
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!main.contains(form) || form.method !== "post") return;
  event.preventDefault();
  const pairs = [...new FormData(form)];
  if (event.submitter?.name) pairs.push([event.submitter.name, event.submitter.value]);
  send(form, pairs);
});
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-here]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const own = link.closest("form")?.id;
  if (own) { forget(own); link.closest("form").dirty = false; }
  if (!await look(new URL(link.href).pathname + new URL(link.href).search)) say(words.offline);
  else $("[data-correction] :is(textarea, input:not([type=hidden]))")?.focus();
});

// -- staying in touch --------------------------------------------------------------------------
let stream;
const listen = () => {
  stream?.close();
  stream = new EventSource("/events");
  stream.addEventListener("now", (event) => {
    flush();
    const on = JSON.stringify(JSON.parse(event.data).view);
    // All phones hear of it at once; they need not all ask at once.
    // What is on its way may be older than this: then look once more when it is here.
    if (looking) stale = true;
    else if (on !== $("#top").dataset.on) setTimeout(look, Math.random() * 1500);
  });
};
const back = () => {
  if (document.hidden) return;
  pause = 1000;
  flush();
  if (!stream || stream.readyState === 2) listen();
  look();
};
addEventListener("online", back);
addEventListener("offline", () => say(words.offline, 0));
addEventListener("pageshow", (event) => { if (event.persisted) back(); });
document.addEventListener("visibilitychange", back);
// Where a network eats event streams, looking now and then does.
setInterval(() => { if (!document.hidden && stream.readyState !== 1) back(); },
  15000 + Math.random() * 10000);

all(":scope > section", main).forEach((one) => { one.asSent = bare(one.outerHTML); });
enhance(main);
showWaiting();
listen();
flush();
})();
