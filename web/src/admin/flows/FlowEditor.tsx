// One flow: its graph as JSON with every fault at its line, saved as a draft, published as a version, and earlier versions to go back to.
import { Button } from '@mantine/core';
import type { Flow } from '@tandem/contract/api/flows.ts';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { flowQuery } from '../../api/admin.ts';
import { useApi } from '../../api/context.tsx';
import { mayDo, useUser } from '../../api/session.ts';
import { tenantText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { Removal } from '../form/Removal.tsx';
import { tellSaved } from '../form/saved-note.tsx';
import { useListActs } from '../form/use-list.ts';
import { useUndo } from '../form/use-undo.ts';
import { useProblem } from '../settings/use-problem.ts';
import { FaultList } from './FaultList.tsx';
import styles from './FlowEditor.module.css';
import { PreviewLink } from '../preview/PreviewLink.tsx';
import { FlowState } from './FlowState.tsx';
import { FlowVersions } from './FlowVersions.tsx';
import { InsertId } from './InsertId.tsx';
import { JsonEditor, type JsonEditorHandle } from './JsonEditor.tsx';
import { lineAt, placeOf } from './json-places.ts';
import { RenameFlow } from './RenameFlow.tsx';
import { useDraft } from './use-draft.ts';

export function FlowEditor({ id, back }: { id: string; back: () => void }): ReactNode {
  const { t } = useTranslation();
  const words = useProblem();
  const flow = useQuery(flowQuery(useApi(), id));
  if (flow.data) return <Editor flow={flow.data} back={back} />;
  return (
    <>
      <Problem text={words(flow.error)} />
      {flow.isPending ? <Skeletons label={t('common.loading')} rows={8} /> : <BackButton back={back} />}
    </>
  );
}

function BackButton({ back }: { back: () => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <Button variant="subtle" size="compact-sm" leftSection={<Icon name="back" size={16} />} onClick={back}>
      {t('flows.back')}
    </Button>
  );
}

function Editor({ flow, back }: { flow: Flow; back: () => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const user = useUser();
  const words = useProblem();
  const acts = useListActs('flows');
  const [mayWrite, mayPublish] = [mayDo(user, 'flows:write'), mayDo(user, 'flows:publish')];
  const [leaving, setLeaving] = useState(false);
  const [naming, setNaming] = useState(false);
  const name = tenantText(flow.name, i18n.language);
  const undo = useUndo();
  const removed = () => {
    tellSaved(t('form.removed', { name }), flow.publishedVersion === null ? null : undo('flow', flow.id));
    back();
  };
  const draft = useDraft(flow, (what) => tellSaved(t(what === 'saved' ? 'form.saved' : 'flows.was-published', { name })));
  const editor = useRef<JsonEditorHandle>(null);
  const { text, read, problems } = draft;
  const faults = problems.map((problem) => {
    const span = read.ok ? placeOf(read.spans, problem.pointer) : { from: 0, to: 0 };
    return { problem, span, line: lineAt(text, span.from) };
  });
  const marks = new Map<number, 'error' | 'warning'>();
  if (!read.ok) marks.set(lineAt(text, read.at), 'error');
  else for (const { problem, line } of faults) if (marks.get(line) !== 'error') marks.set(line, problem.severity);
  const blocked = !read.ok || problems.some((problem) => problem.severity === 'error');
  return (
    <div
      className={styles.editor}
      onKeyDown={(event) => {
        if (event.key !== 's' || !(event.ctrlKey || event.metaKey) || !mayWrite) return;
        event.preventDefault();
        draft.save();
      }}
    >
      <header className={styles.head}>
        <BackButton back={() => (draft.dirty ? setLeaving(true) : back())} />
        <h2 className={styles.name}>{name}</h2>
        <FlowState flow={flow} />
        <code className={styles.soft}>{flow.key}</code>
        {flow.publishedVersion === null ? null : <PreviewLink from={{ flow: flow.id }} />}
        {mayWrite ? (
          <div className={styles.acts}>
            <Button variant="subtle" onClick={() => setNaming(true)}>
              {t('flows.rename')}
            </Button>
            <Button variant="default" loading={draft.saving} disabled={!draft.dirty || !read.ok} onClick={draft.save}>
              {t('flows.save-draft')}
            </Button>
            {mayPublish ? (
              <Button loading={draft.saving} disabled={blocked} onClick={draft.publish}>
                {t('flows.publish')}
              </Button>
            ) : null}
          </div>
        ) : null}
      </header>
      {naming ? <RenameFlow flow={flow} close={() => setNaming(false)} /> : null}
      {leaving ? (
        <div className={styles.head} role="alertdialog" aria-label={t('form.unsaved')}>
          <span>{t('form.unsaved')}</span>
          <Button variant="default" autoFocus onClick={() => setLeaving(false)}>
            {t('form.stay')}
          </Button>
          <Button variant="default" onClick={back}>
            {t('form.discard')}
          </Button>
        </div>
      ) : null}
      {draft.overtaken ? <p className={styles.note}>{t('flows.overtaken')}</p> : null}
      <Problem text={words(draft.error)} />
      <div className={styles.columns}>
        <div className={styles.text}>
          <JsonEditor
            label={t('flows.graph', { name })}
            text={text}
            onChange={draft.setText}
            marks={marks}
            readOnly={!mayWrite}
            handle={editor}
          />
        </div>
        <div className={styles.side}>
          <Panel title={t('flows.faults')} flush>
            <FaultList read={read} text={text} faults={faults} show={(from, to) => editor.current?.show(from, to)} />
          </Panel>
          {mayWrite ? (
            <Panel title={t('flows.insert')}>
              <InsertId insert={(piece) => editor.current?.insert(piece)} />
            </Panel>
          ) : null}
          <Panel title={t('flows.versions')} flush>
            <FlowVersions flow={flow} draft={draft} mayPublish={mayPublish && mayWrite} mayWrite={mayWrite} />
          </Panel>
          {mayPublish ? (
            <Panel title={t('form.remove')}>
              <Removal isNew={false} remove={{ sure: t('flows.sure'), run: () => acts.remove(flow.id), done: removed }}>
                {null}
              </Removal>
            </Panel>
          ) : null}
        </div>
      </div>
    </div>
  );
}
