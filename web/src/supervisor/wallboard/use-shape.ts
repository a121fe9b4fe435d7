// The shape of an element, width over height, as it is now.
import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

const WIDE = 16 / 9;

export function useShape<E extends HTMLElement>(): [RefObject<E | null>, number] {
  const ref = useRef<E>(null);
  const [shape, setShape] = useState(WIDE);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      if (element.clientHeight > 0) setShape(element.clientWidth / element.clientHeight);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, shape];
}
