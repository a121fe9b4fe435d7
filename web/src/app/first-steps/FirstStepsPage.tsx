// The first steps with the browser phone in them: the one place where settings and phone meet.
import type { ReactNode } from 'react';
import { StartPage } from '../../admin/start/StartPage.tsx';
import { TestCall } from './TestCall.tsx';

export function FirstStepsPage(): ReactNode {
  return <StartPage dialler={(number) => <TestCall number={number} />} />;
}
