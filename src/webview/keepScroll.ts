interface KeptScroll {
  /** Scrolls to where a place (a tab) was left. */
  goTo(place: string): void;
}

const quietMs = 200;

/** Remembers how far the document is scrolled, by place, once scrolling has come to rest. */
export function keepScroll(
  known: Readonly<Record<string, number>>,
  onChange: (places: Readonly<Record<string, number>>) => void,
): KeptScroll {
  let places = known;
  let current: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  addEventListener('scroll', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (current === null) return;
      places = { ...places, [current]: scrollY };
      onChange(places);
    }, quietMs);
  });
  return {
    goTo: (place) => {
      clearTimeout(timer);
      current = place;
      scrollTo(0, places[place] ?? 0);
    },
  };
}
