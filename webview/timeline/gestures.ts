/** Mouse, wheel, touch pad and keys of the timeline, as what they mean. */
import type { Direction } from '../../src/core/traces/timeline/places';

export interface Actions {
  /** `anchor` is a share of the width that stays in place. */
  zoom(factor: number, anchor: number): void;
  /** By a share of what is in view. */
  pan(share: number): void;
  scroll(pixels: number): void;
  /** The pointer, in pixels of the canvas; undefined when it has left. */
  point(at: { readonly x: number; readonly y: number } | undefined): void;
  select(x: number, y: number): void;
  /** A stretch of pixels that a drag marks; `done` when it is let go. */
  mark(from: number, to: number, done: boolean): void;
  go(direction: Direction): void;
  zoomToSelection(): void;
  clear(): void;
  showAll(): void;
  search(): void;
  searchOn(step: 1 | -1): void;
}

const ZOOM_STEP = 1.3;
const PAN_STEP = 0.15;
const SCROLL_STEP = 0.8;
/** Of a wheel's pixels, so that a notch of 100 zooms by a third. */
const WHEEL_ZOOM = 0.0028;
const LINE_PIXELS = 18;
/** Less than this is a click. */
const DRAG_PIXELS = 4;
const MIDDLE = 0.5;

type KeyAction = (actions: Actions, canvas: HTMLCanvasElement) => void;

const zoomIn: KeyAction = ({ zoom }) => zoom(1 / ZOOM_STEP, MIDDLE);
const zoomOut: KeyAction = ({ zoom }) => zoom(ZOOM_STEP, MIDDLE);

const KEYS: Readonly<Record<string, KeyAction>> = {
  w: zoomIn,
  '+': zoomIn,
  '=': zoomIn,
  s: zoomOut,
  '-': zoomOut,
  a: ({ pan }) => pan(-PAN_STEP),
  d: ({ pan }) => pan(PAN_STEP),
  ArrowLeft: ({ go }) => go('previous'),
  ArrowRight: ({ go }) => go('next'),
  ArrowUp: ({ go }) => go('outwards'),
  ArrowDown: ({ go }) => go('inwards'),
  PageUp: ({ scroll }, canvas) => scroll(-SCROLL_STEP * canvas.clientHeight),
  PageDown: ({ scroll }, canvas) => scroll(SCROLL_STEP * canvas.clientHeight),
  f: ({ zoomToSelection }) => zoomToSelection(),
  Enter: ({ zoomToSelection }) => zoomToSelection(),
  Home: ({ showAll }) => showAll(),
  '0': ({ showAll }) => showAll(),
  Escape: ({ clear }) => clear(),
  '/': ({ search }) => search(),
  n: ({ searchOn }) => searchOn(1),
  p: ({ searchOn }) => searchOn(-1),
};

/** For the help below the timeline. */
export const KEY_HELP: readonly (readonly [keys: string, meaning: string])[] = [
  ['W, S', 'zoom in and out; so do + and -, the wheel with Ctrl, and a pinch on the touch pad'],
  ['A, D', 'move left and right; so do a drag, the wheel with Shift, and a swipe on the touch pad'],
  ['← →', 'select the event before or after, on the same level'],
  ['↑ ↓', 'select the event around the selected one, or the first inside it'],
  ['F, Enter', 'zoom to the selected event'],
  ['Shift+drag', 'zoom to a stretch of time'],
  ['Home, 0', 'show all that ran; again, with the marks before and after it'],
  ['Page Up, Page Down', 'scroll through the tracks; so does the wheel'],
  ['/', 'search; N and P go to the next and the previous match'],
  ['Escape', 'deselect'],
];

export const listenToGestures = (canvas: HTMLCanvasElement, actions: Actions): void => {
  const place = (event: MouseEvent): { readonly x: number; readonly y: number } => {
    const { left, top } = canvas.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  canvas.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = KEYS[event.key] ?? KEYS[event.key.toLowerCase()];
    if (action === undefined) return;
    event.preventDefault();
    action(actions, canvas);
  });
  canvas.addEventListener(
    'wheel',
    (event) => {
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PIXELS : 1;
      const [sideways, down] = [event.deltaX * unit, event.deltaY * unit];
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        actions.zoom(Math.exp(down * WHEEL_ZOOM), place(event).x / canvas.clientWidth);
      } else if (event.shiftKey || Math.abs(sideways) > Math.abs(down)) {
        event.preventDefault();
        actions.pan((event.shiftKey && sideways === 0 ? down : sideways) / canvas.clientWidth);
      }
    },
    { passive: false },
  );
  let drag:
    | { readonly x: number; readonly y: number; at: number; readonly marks: boolean; moved: boolean }
    | undefined;
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    const { x, y } = place(event);
    drag = { x, y, at: x, marks: event.shiftKey, moved: false };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    const { x, y } = place(event);
    if (drag === undefined) {
      actions.point({ x, y });
      return;
    }
    if (!drag.moved && Math.hypot(x - drag.x, y - drag.y) < DRAG_PIXELS) return;
    if (!drag.moved) actions.point(undefined);
    drag.moved = true;
    if (drag.marks) actions.mark(drag.x, x, false);
    else {
      actions.pan((drag.at - x) / canvas.clientWidth);
      actions.scroll(-event.movementY);
    }
    drag.at = x;
  });
  canvas.addEventListener('pointerup', (event) => {
    const { x, y } = place(event);
    if (drag?.moved === false) actions.select(x, y);
    else if (drag?.marks === true) actions.mark(drag.x, x, true);
    drag = undefined;
  });
  canvas.addEventListener('pointercancel', () => (drag = undefined));
  canvas.addEventListener('pointerleave', () => actions.point(undefined));
};
