// The one floating editor of the decision table grid. It always holds the focus, so that typing (also through an input
// method) starts in it at once; cells are plain text. Moving is local, edits go to the server.
const typingDelay = 200;
const pageRows = 12;

export function attach(frame, editor, server) {
  const table = frame.querySelector("table");
  const body = table.tBodies[0];
  let row = -1, col = 0, runStart = 0, editing = false, timer = 0;

  const cell = () => body.rows[row]?.cells[col + 1];
  const lastRow = () => body.rows.length - 1;
  const lastCol = () => (body.rows[row]?.cells.length ?? 1) - 2;

  function place() {
    if (row < 0) return;
    row = Math.min(row, lastRow());
    const target = cell();
    if (!target) { editor.hidden = true; return; }
    const outer = frame.getBoundingClientRect(), inner = target.getBoundingClientRect();
    editor.hidden = false;
    editor.style.left = `${inner.left - outer.left + frame.scrollLeft - frame.clientLeft}px`;
    editor.style.top = `${inner.top - outer.top + frame.scrollTop - frame.clientTop}px`;
    editor.style.width = `${editing ? Math.max(inner.width, 160) : inner.width}px`;
    editor.style.height = `${inner.height}px`;
    editor.readOnly = target.ariaReadOnly === "true";
    editor.setAttribute("aria-label", [target.dataset.label, target.dataset.text, target.title].filter(Boolean).join(", "));
    editor.setAttribute("aria-invalid", target.dataset.invalid ?? "false");
  }

  function go(toRow, toCol, focus = true) {
    row = Math.max(0, Math.min(toRow, lastRow()));
    col = Math.max(0, Math.min(toCol, lastCol()));
    stop();
    place();
    cell()?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (focus) editor.focus({ preventScroll: true });
    server.invokeMethodAsync("Activate", row, col);
  }

  function start(text) {
    if (editor.readOnly) return;
    editing = true;
    editor.classList.add("editing");
    if (text !== undefined) editor.value = text;
    place();
  }

  function stop() {
    clearTimeout(timer);
    editing = false;
    editor.value = "";
    editor.classList.remove("editing");
  }

  function commit() {
    if (!editing) return;
    const text = editor.value;
    stop();
    server.invokeMethodAsync("Commit", row, col, text);
  }

  function cancel() {
    stop();
    place();
    server.invokeMethodAsync("Cancel");
  }

  // True when there was somewhere to go: at the table's ends Tab leaves the grid.
  function tab(step) {
    const next = col + step;
    if (next >= 0 && next <= lastCol()) go(row, next);
    else if (row + step >= 0 && row + step <= lastRow()) go(row + step, step > 0 ? 0 : lastCol());
    else return false;
    return true;
  }

  function move(toRow, toCol) {
    runStart = Math.max(0, Math.min(toCol, lastCol()));
    go(toRow, toCol);
    return true;
  }

  function readyKey(e) {
    const far = e.ctrlKey || e.metaKey;
    switch (e.key) {
      case "ArrowUp": return move(far ? 0 : row - 1, col);
      case "ArrowDown": return move(far ? lastRow() : row + 1, col);
      case "ArrowLeft": return move(row, far ? 0 : col - 1);
      case "ArrowRight": return move(row, far ? lastCol() : col + 1);
      case "Home": return move(far ? 0 : row, 0);
      case "End": return move(far ? lastRow() : row, lastCol());
      case "PageUp": return move(row - pageRows, col);
      case "PageDown": return move(row + pageRows, col);
      case "Enter": go(row + (e.shiftKey ? -1 : 1), runStart); return true;
      case "Tab": return tab(e.shiftKey ? -1 : 1);
      case "F2": start(cell()?.dataset.text ?? ""); return true;
      case "Delete": case "Backspace":
        if (!editor.readOnly) server.invokeMethodAsync("Commit", row, col, "");
        return true;
      case "z": case "Z": if (far) { server.invokeMethodAsync(e.shiftKey ? "Redo" : "Undo"); return true; } return false;
      case "y": case "Y": if (far) { server.invokeMethodAsync("Redo"); return true; } return false;
      default: return false;
    }
  }

  function editKey(e) {
    switch (e.key) {
      case "Enter": commit(); go(row + (e.shiftKey ? -1 : 1), runStart); return true;
      case "Tab": commit(); return tab(e.shiftKey ? -1 : 1);
      case "Escape": cancel(); return true;
      default: return false;
    }
  }

  const onKey = e => {
    if (e.isComposing || row < 0) return;
    if (editing ? editKey(e) : readyKey(e)) { e.preventDefault(); e.stopPropagation(); }
  };
  const onInput = () => {
    if (!editing) start();
    clearTimeout(timer);
    timer = setTimeout(() => server.invokeMethodAsync("Typing", row, col, editor.value), typingDelay);
  };
  const onMouse = e => {
    const target = e.target.closest("td");
    if (!target || !body.contains(target)) return;
    e.preventDefault();
    commit();
    move(target.parentElement.sectionRowIndex, target.cellIndex - 1);
  };
  const onDouble = e => { if (e.target === editor || e.target.closest("td")) start(cell()?.dataset.text ?? ""); };
  const onFocus = () => { if (row < 0) go(0, 0, false); };
  const onCopy = e => {
    if (editing) return;
    e.clipboardData.setData("text/plain", cell()?.dataset.text ?? "");
    e.preventDefault();
  };

  editor.addEventListener("keydown", onKey);
  editor.addEventListener("input", onInput);
  editor.addEventListener("blur", commit);
  editor.addEventListener("focus", onFocus);
  editor.addEventListener("copy", onCopy);
  frame.addEventListener("mousedown", onMouse);
  frame.addEventListener("dblclick", onDouble);
  const rows = new MutationObserver(place);
  rows.observe(body, { childList: true, subtree: true, characterData: true, attributes: true });
  const size = new ResizeObserver(place);
  size.observe(table);

  return {
    go: (r, c) => go(r, c),
    scrollTo: r => body.rows[r]?.scrollIntoView({ block: "center" }),
    detach: () => { rows.disconnect(); size.disconnect(); clearTimeout(timer); },
  };
}
