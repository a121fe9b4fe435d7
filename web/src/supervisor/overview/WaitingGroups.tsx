// The rows of the line in a box that scrolls by itself; of five thousand, those in sight and near it are drawn, the others are room.
import { memo, startTransition, useEffect, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { WaitingContact } from '../../api/supervision.ts';
import { createGroups, type Group } from '../../live/row-groups.ts';
import styles from './CallList.module.css';
import { nameOf } from './line.ts';
import { WaitingRow } from './WaitingRow.tsx';

const SIZE = 10;
const ROW_PX = 41;
/** Drawn before they come into sight. */
const AHEAD = '480px 0px';
/** Drawn with the first frame. */
const FIRST = 2;

type Doings = {
  picked: ReadonlySet<string>;
  pick: (interaction: WaitingContact['interaction'], on: boolean) => void;
  move: (one: WaitingContact) => void;
};
type WaitingGroupsProps = Doings & { line: readonly WaitingContact[]; onKeyDown: (event: KeyboardEvent<HTMLElement>) => void };

export function WaitingGroups({ line, onKeyDown, ...doings }: WaitingGroupsProps): ReactNode {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const [group] = useState(() => createGroups(SIZE, ({ work }: WaitingContact) => work));
  return (
    <div ref={box} role="list" aria-label={t('floor.waiting')} className={styles.line} tabIndex={0} onKeyDown={onKeyDown}>
      {group(line).map((each, n) => (
        <Some key={each.key} group={each} first={n < FIRST} box={box} {...doings} />
      ))}
    </div>
  );
}

type SomeProps = Doings & { group: Group<WaitingContact>; first: boolean; box: RefObject<HTMLDivElement | null> };

const Some = memo(function Some({ group, first, box, picked, pick, move }: SomeProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(first);
  /** What they took when they were last drawn; rows are not all of one height. */
  const [height, setHeight] = useState<number | null>(null);
  useEffect(() => {
    const observer = new IntersectionObserver(
      ([entry]) => {
        const here = place.current!;
        // Who has the focus does not lose it because somebody scrolls.
        if (!entry!.isIntersecting && here.contains(document.activeElement)) return;
        // Between the frames of scrolling, not instead of one.
        startTransition(() => {
          if (!entry!.isIntersecting) setHeight(entry!.boundingClientRect.height);
          setNear(entry!.isIntersecting);
        });
      },
      { root: box.current, rootMargin: AHEAD },
    );
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, [box]);
  return (
    <div ref={place} role="presentation" style={near ? undefined : { height: height ?? group.rows.length * ROW_PX }}>
      {near
        ? group.rows.map((one) => (
            <WaitingRow key={one.work} one={one} name={nameOf(one)} picked={picked.has(one.interaction)} pick={pick} move={move} />
          ))
        : null}
    </div>
  );
});
