/** Asking a canvas for its context again in every frame takes longer than drawing on it. */
const known = new WeakMap<HTMLCanvasElement, CanvasRenderingContext2D>();

/** The context of a canvas that is sharp on this screen, in pixels of CSS; undefined where nothing can be drawn. */
export const contextOf = (
  canvas: HTMLCanvasElement,
  height: number,
  width: number,
): CanvasRenderingContext2D | undefined => {
  const scale = window.devicePixelRatio;
  const [across, down] = [Math.round(width * scale), Math.round(height * scale)];
  if (across <= 0 || down <= 0) return undefined;
  if (canvas.width !== across || canvas.height !== down) {
    canvas.width = across;
    canvas.height = down;
    canvas.style.setProperty('width', `${width}px`);
    canvas.style.setProperty('height', `${height}px`);
  }
  const context = known.get(canvas) ?? canvas.getContext('2d');
  if (context === null) return undefined;
  known.set(canvas, context);
  context.setTransform(scale, 0, 0, scale, 0, 0);
  return context;
};
