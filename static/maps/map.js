// The map of ui/maps.py in the browser: outlines fetched once, painted with what a rerun brings.
// All words are set as text, never as HTML.
const SVG = "http://www.w3.org/2000/svg"
const REACH = 24 // px: a finger that misses a small island picks the nearest area within it
const TINY = 9 // px: what is smaller is drawn with a rim of its own colour
const HATCH = 4 // px between the lines of the hatching
const PATTERN = 5 // what it is in the pattern's own units
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
const outlines = new Map()
const maps = new WeakMap()
// What was shown when a key chose an area: the page that answers may hold a new map.
let keyed = ""

function fetchOutlines(url) {
  if (!outlines.has(url)) {
    const asked = fetch(url).then(answer => {
      if (!answer.ok) throw new Error(`${url}: ${answer.status}`)
      return answer.json()
    })
    asked.catch(() => outlines.delete(url))
    outlines.set(url, asked)
  }
  return outlines.get(url)
}

export default function ({ parentElement, data, setTriggerValue }) {
  const map = maps.get(parentElement) ?? begin(parentElement)
  map.data = data
  map.pick = code => setTriggerValue("picked", code)
  writeWords(map)
  fetchOutlines(data.url).then(
    shapes => map.data === data && paint(map, shapes),
    () => { map.hint.textContent = data.words.failed },
  )
}

function begin(root) {
  const find = name => root.querySelector(name)
  const map = {
    root, svg: find("svg"), hatch: find("pattern"), group: find("g"), chosen: find(".chosen"),
    hint: find(".hint"), legend: find("ol"), key: "", areas: [], paths: [], shown: [], at: 0,
    tip: document.createElementNS(SVG, "title"),
  }
  maps.set(root, map)
  const number = event => map.paths.indexOf(event.target)
  map.svg.addEventListener("click", event => {
    const found = number(event) >= 0 ? number(event) : nearest(map, event)
    if (found >= 0) map.pick(map.areas[found][0])
  })
  map.svg.addEventListener("keydown", event => press(map, event))
  for (const kind of ["pointerover", "focusin"])
    map.svg.addEventListener(kind, event => tell(map, number(event)))
  for (const kind of ["pointerleave", "focusout"])
    map.svg.addEventListener(kind, () => tell(map, -1))
  return map
}

function writeWords({ data: { words }, svg, legend }) {
  if (svg.getAttribute("aria-label") !== words.alt) svg.setAttribute("aria-label", words.alt)
  const texts = [...words.legend, words.none]
  const swatches = texts.map((_, i) => `swatch s${words.legend.length === i ? "few" : words.shades[i]}`)
  const told = JSON.stringify([texts, swatches])
  if (legend.told === told) return
  legend.told = told
  legend.replaceChildren(...texts.map((text, i) => {
    const item = document.createElement("li")
    const swatch = document.createElement("span")
    swatch.className = swatches[i]
    item.append(swatch, text)
    return item
  }))
}

// Only what differs from what is shown is touched: what is not needs no new style and no paint.
function paint(map, shapes) {
  const { data } = map
  const hadFocus = map.svg.contains(map.root.activeElement)
  if (map.key !== `${data.url} ${data.within}`) draw(map, shapes)
  const values = data.values.split("|")
  const counts = data.counts.split("|")
  map.labels = map.areas.map((area, i) =>
    (data.steps[i] === "-" ? data.words.few : data.words.area)
      .replace("{name}", area[1 + data.language])
      .replace("{value}", values[i])
      .replace("{n}", counts[i]))
  map.at = Math.max(0, map.areas.findIndex(area => area[0] === data.chosen))
  map.paths.forEach((path, i) => {
    const shown = map.shown[i]
    const isFew = data.steps[i] === "-"
    const step = isFew ? "few" : data.words.shades[data.steps[i]]
    if (shown.step !== step) {
      path.setAttribute("class", `s${step}`)
      if (isFew || shown.step === "few") path.style.fill = isFew ? "url(#few)" : ""
    }
    const isChosen = map.areas[i][0] === data.chosen
    if (shown.isChosen !== isChosen) path.setAttribute("aria-selected", isChosen)
    const stop = i === map.at ? 0 : -1
    if (path.tabIndex !== stop || shown.step === undefined) path.setAttribute("tabindex", stop)
    // Not a <title> for each: 514 new texts cost more than all the new colours.
    if (shown.label !== map.labels[i]) path.setAttribute("aria-label", map.labels[i])
    map.shown[i] = { step, isChosen, label: map.labels[i] }
  })
  const has = map.areas[map.at]?.[0] === data.chosen
  map.chosen.setAttribute("d", has ? map.areas[map.at][3] : "")
  if (data.within) markTiny(map)
  const isAnswer = keyed !== "" && keyed !== view(data)
  if (isAnswer) keyed = ""
  if (hadFocus || isAnswer) map.paths[map.at].focus()
  else tell(map, -1)
}

function view(data) {
  return `${data.url} ${data.within} ${data.chosen}`
}

function draw(map, shapes) {
  const { within } = map.data
  const [x, y, width, height] = within ? shapes.boxes[within] : [0, 0, ...shapes.size]
  map.key = `${map.data.url} ${within}`
  map.areas = shapes.areas.filter(area => area[0].startsWith(within))
  map.paths = map.areas.map(area => {
    const path = document.createElementNS(SVG, "path")
    path.setAttribute("d", area[3])
    path.setAttribute("role", "option")
    return path
  })
  map.shown = map.paths.map(() => ({}))
  map.middles = undefined
  map.group.replaceChildren(...map.paths)
  map.svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`)
  const scale = map.svg.getScreenCTM()?.a || 1
  map.hatch.setAttribute("patternTransform", `rotate(45) scale(${HATCH / PATTERN / scale})`)
}

function markTiny(map) {
  const scale = map.svg.getScreenCTM()?.a || 1
  map.paths.forEach(path => {
    const { width, height } = path.getBBox()
    const isTiny = Math.max(width, height) * scale < TINY
    path.classList.toggle("tiny", isTiny)
    path.style.stroke = isTiny && path.classList.contains("sfew") ? "url(#few)" : ""
  })
}

function middles(map) {
  map.middles ??= map.paths.map(path => {
    const box = path.getBBox()
    return [box.x + box.width / 2, box.y + box.height / 2]
  })
  return map.middles
}

// The number of the least; -1 where all are infinite.
function least(costs) {
  const best = Math.min(...costs)
  return Number.isFinite(best) ? costs.indexOf(best) : -1
}

function nearest(map, event) {
  const screen = map.svg.getScreenCTM()
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(screen.inverse())
  const reach = REACH / screen.a
  return least(middles(map).map(([x, y]) => {
    const far = Math.hypot(x - at.x, y - at.y)
    return far <= reach ? far : Infinity
  }))
}

function press(map, event) {
  const { at, paths } = map
  if (event.key === "Enter" || event.key === " ") {
    keyed = view(map.data)
    map.pick(map.areas[at][0])
  } else if (event.key === "Home") move(map, 0)
  else if (event.key === "End") move(map, paths.length - 1)
  else if (WAYS[event.key]) move(map, toward(map, ...WAYS[event.key]))
  else return
  event.preventDefault()
}

// The next area that way; what lies aside counts as farther than what lies straight on.
function toward(map, right, down) {
  const all = middles(map)
  const [x, y] = all[map.at]
  return least(all.map(([ownX, ownY]) => {
    const along = (ownX - x) * right + (ownY - y) * down
    const aside = Math.abs((ownX - x) * down) + Math.abs((ownY - y) * right)
    return along > 0 ? along + 2 * aside : Infinity
  }))
}

function move(map, to) {
  if (to < 0) return
  map.paths[map.at].setAttribute("tabindex", -1)
  map.at = to
  map.paths[to].setAttribute("tabindex", 0)
  map.paths[to].focus({ preventScroll: true })
}

function tell(map, number) {
  const chosen = map.areas.findIndex(area => area[0] === map.data.chosen)
  const shown = number >= 0 ? number : chosen
  map.hint.textContent = shown >= 0 ? map.labels[shown] : map.data.words.hint
  if (number < 0) return map.tip.remove()
  map.tip.textContent = map.labels[number]
  map.paths[number].append(map.tip)
}
