// A button of the rail and the small panel that opens beside it; the focus goes in, stays in, and comes back. Escape closes.
import { Popover, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';

export type SidePopoverProps = {
  label: string;
  tooltip?: string | undefined;
  /** What the button tells of is being changed. */
  busy?: boolean;
  width: number;
  className?: string | undefined;
  face: ReactNode;
  children: ReactNode;
};

export function SidePopover({ label, tooltip, busy = false, width, className, face, children }: SidePopoverProps): ReactNode {
  const [opened, setOpened] = useState(false);
  // On a phone the rail lies at the bottom.
  const narrow = useMediaQuery('(max-width: 640px)');
  return (
    <Popover
      position={narrow ? 'top-end' : 'right-end'}
      width={width}
      withinPortal
      trapFocus
      returnFocus
      opened={opened}
      onChange={setOpened}
    >
      <Popover.Target>
        <Tooltip label={tooltip ?? label} position="right" disabled={opened}>
          <button type="button" className={className} aria-label={label} aria-busy={busy} onClick={() => setOpened(!opened)}>
            {face}
          </button>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={label} p={0}>
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}
