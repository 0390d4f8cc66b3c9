/** Draws a part of a page again only where what it shows is new: focus and open lists survive. */
export type Redraw = (part: object, shows: unknown, draw: () => void) => void;

/** `shows` is compared by its JSON. */
export function createRedraw(): Redraw {
  const drawn = new WeakMap<object, string>();
  return (part, shows, draw) => {
    const now = JSON.stringify(shows);
    if (drawn.get(part) === now) return;
    drawn.set(part, now);
    draw();
  };
}
