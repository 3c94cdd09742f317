/** What ran in a strip, or all of the trace where more is in view: how busy device and host are, and which part of it is in view. */
import type { Overview } from '../../src/core/traces/timeline/summary';
import { h } from '../dom';
import type { TimelineColours } from './colours';
import { clamped, spanOf, type Viewport } from './viewport';

export const MINIMAP_HEIGHT = 44;

export interface Minimap {
  readonly element: HTMLCanvasElement;
  paint(minimap: MinimapFrame): void;
}

interface MinimapFrame {
  readonly width: number;
  /** What the strip shows. */
  readonly whole: Viewport;
  /** Where what ran begins and ends, which the overview covers. */
  readonly trace: Viewport;
  readonly viewport: Viewport;
  readonly overview: Overview | undefined;
  readonly colours: TimelineColours;
}

/** A drag that begins on the window in view moves it; anywhere else it chooses a new one. */
export const createMinimap = (
  context: (canvas: HTMLCanvasElement, height: number, width: number) => CanvasRenderingContext2D | undefined,
  onMove: (viewport: Viewport) => void,
): Minimap => {
  const element = h('canvas', { class: 'timeline-minimap', 'aria-hidden': 'true' });
  let frame: MinimapFrame | undefined;
  let bands: Bands | undefined;
  let drag: { readonly from: number; readonly moved: Viewport | undefined } | undefined;
  const timeAt = (event: PointerEvent): number => {
    if (frame === undefined) return 0;
    const { left, width } = element.getBoundingClientRect();
    return frame.whole.from + ((event.clientX - left) / width) * spanOf(frame.whole);
  };
  const onDrag = (event: PointerEvent): void => {
    if (drag === undefined || frame === undefined) return;
    const time = timeAt(event);
    const { from, moved } = drag;
    const wanted =
      moved === undefined
        ? { from: Math.min(from, time), to: Math.max(from, time) }
        : { from: moved.from + time - from, to: moved.to + time - from };
    onMove(clamped(wanted, frame.whole));
  };
  element.addEventListener('pointerdown', (event) => {
    if (frame === undefined || event.button !== 0) return;
    const time = timeAt(event);
    const { viewport, whole } = frame;
    const isInside = time >= viewport.from && time <= viewport.to && spanOf(viewport) < 0.95 * spanOf(whole);
    drag = { from: time, moved: isInside ? viewport : undefined };
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener('pointermove', onDrag);
  const end = (event: PointerEvent): void => {
    if (
      drag !== undefined &&
      frame !== undefined &&
      drag.moved === undefined &&
      timeAt(event) === drag.from
    ) {
      // A click beside the window brings it there.
      const span = spanOf(frame.viewport);
      onMove(clamped({ from: drag.from - span / 2, to: drag.from + span / 2 }, frame.whole));
    }
    drag = undefined;
  };
  element.addEventListener('pointerup', end);
  element.addEventListener('pointercancel', () => (drag = undefined));
  return {
    element,
    paint: (next) => {
      // A strip that changed under the pointer would move the window away from it.
      if (drag !== undefined && frame !== undefined) next = { ...next, whole: frame.whole };
      frame = next;
      const drawing = context(element, MINIMAP_HEIGHT, next.width);
      if (drawing === undefined) return;
      if (bands === undefined || !isSame(bands.of, next)) {
        bands = { of: next, picture: bands?.picture ?? h('canvas') };
        const picture = context(bands.picture, MINIMAP_HEIGHT, next.width);
        if (picture !== undefined) paintBands(picture, next);
      }
      paintMinimap(drawing, next, bands.picture);
    },
  };
};

/** The bands' picture, kept as long as nothing in it changes: only the window moves in most frames. */
interface Bands {
  readonly of: Omit<MinimapFrame, 'viewport'>;
  readonly picture: HTMLCanvasElement;
}

const isSame = (a: Bands['of'], b: Bands['of']): boolean =>
  a.width === b.width &&
  a.whole === b.whole &&
  a.trace === b.trace &&
  a.overview === b.overview &&
  a.colours === b.colours;

const paintBands = (
  context: CanvasRenderingContext2D,
  { width, whole, trace, overview, colours }: Bands['of'],
): void => {
  context.clearRect(0, 0, width, MINIMAP_HEIGHT);
  const scale = width / spanOf(whole);
  const bands = [
    { busy: overview?.device, fill: colours.series[0] },
    { busy: overview?.host, fill: colours.series[3] },
    { busy: overview?.spans, fill: colours.series[2] },
  ].filter(({ busy }) => busy !== undefined);
  const band = MINIMAP_HEIGHT / Math.max(1, bands.length);
  bands.forEach(({ busy = new Float64Array(0), fill = colours.quiet }, index) => {
    const column = spanOf(trace) / busy.length;
    context.fillStyle = fill;
    for (let i = 0; i < busy.length; i++) {
      const height = (band - 3) * (busy[i] ?? 0);
      if (height === 0) continue;
      // Whole pixels, or their edges would shine through.
      const x = Math.floor((trace.from + i * column - whole.from) * scale);
      const right = Math.ceil((trace.from + (i + 1) * column - whole.from) * scale);
      context.fillRect(x, (index + 1) * band - Math.max(height, 1), right - x, Math.max(height, 1));
    }
  });
};

const paintMinimap = (
  context: CanvasRenderingContext2D,
  { width, whole, viewport, colours }: MinimapFrame,
  bands: HTMLCanvasElement,
): void => {
  context.clearRect(0, 0, width, MINIMAP_HEIGHT);
  context.drawImage(bands, 0, 0, width, MINIMAP_HEIGHT);
  const scale = width / spanOf(whole);
  const left = (viewport.from - whole.from) * scale;
  const right = Math.max((viewport.to - whole.from) * scale, left + 2);
  context.save();
  context.globalAlpha = 0.6;
  context.fillStyle = colours.background;
  context.fillRect(0, 0, left, MINIMAP_HEIGHT);
  context.fillRect(right, 0, width - right, MINIMAP_HEIGHT);
  context.restore();
  context.strokeStyle = colours.selection;
  context.lineWidth = 1;
  context.strokeRect(
    Math.round(left) + 0.5,
    0.5,
    Math.max(Math.round(right - left) - 1, 1),
    MINIMAP_HEIGHT - 1,
  );
};
