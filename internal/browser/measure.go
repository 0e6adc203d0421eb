package browser

// Overlaps is a script that measures every picture of a page as it is drawn: texts that lie on another one, stick out of their box, or out
// of the picture. It returns a list of them.
const Overlaps = `(() => {
  const bad = [];
  for (const svg of document.querySelectorAll("svg")) {
    if (!svg.getBoundingClientRect().width || svg.querySelector("svg")) continue;
    const whole = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].filter(t => t.textContent.trim()).map(t => ({ t, r: t.getBoundingClientRect() }));
    const say = x => JSON.stringify(x.t.textContent.slice(0, 40));
    for (const [i, a] of texts.entries()) {
      if (a.r.left < whole.left - 1 || a.r.right > whole.right + 1 || a.r.top < whole.top - 1 || a.r.bottom > whole.bottom + 1) bad.push(say(a) + " sticks out of the picture");
      const box = a.t.parentNode.querySelector(":scope > rect.box");
      if (box) {
        const b = box.getBoundingClientRect();
        if (a.r.left < b.left || a.r.right > b.right + 1 || a.r.top < b.top - 2 || a.r.bottom > b.bottom + 2) bad.push(say(a) + " sticks out of its box by " + Math.round(a.r.right - b.right));
      }
      for (const b of texts.slice(0, i)) {
        if (a.r.left + 1 < b.r.right && b.r.left + 1 < a.r.right && a.r.top + 3 < b.r.bottom && b.r.top + 3 < a.r.bottom) bad.push(say(a) + " lies on " + say(b));
      }
    }
  }
  return bad;
})()`
