// The shape of what is being read, so that the page does not jump when it comes.
import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';

export function Skeletons({
  label,
  rows,
  height = 20,
  gap = 20,
}: {
  label: string;
  rows: number;
  height?: number;
  gap?: number;
}): ReactNode {
  return (
    <div role="status" style={{ display: 'grid', gap, padding: 16 }}>
      <span className="hidden-text">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} width={`${94 - ((row * 17) % 34)}%`} radius="sm" />
      ))}
    </div>
  );
}
