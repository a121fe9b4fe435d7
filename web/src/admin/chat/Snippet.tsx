// The line that puts a web chat into a page, to be copied; what a strict page has to allow; a page to try it on.
import { Button, Textarea } from '@mantine/core';
import type { ChatSiteSetting } from '@tandem/contract/api/chat-sites.ts';
import { useRef, useState, type ReactNode } from 'react';
import { Group } from '../form/Fields.tsx';
import { useSiteTexts } from './site-texts.ts';
import styles from './Snippet.module.css';

export function Snippet({ site }: { site: ChatSiteSetting }): ReactNode {
  const say = useSiteTexts();
  const [copied, setCopied] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const { origin } = window.location;
  const line = `<script src="${origin}/chat/widget.js" data-key="${site.key}" async></script>`;
  async function copy(): Promise<void> {
    field.current?.select();
    // Plain HTTP has no clipboard: there it stays marked, to be copied by hand.
    if (!window.isSecureContext) return;
    await navigator.clipboard.writeText(line);
    setCopied(true);
  }
  return (
    <Group title={say('snippet')} text={say('snippet-text')}>
      <Textarea
        ref={field}
        aria-label={say('snippet')}
        readOnly
        rows={3}
        spellCheck={false}
        value={line}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className={styles.row}>
        <Button variant="default" onClick={() => void copy()}>
          {copied ? say('copied') : say('copy')}
        </Button>
        <a href={`/chat/demo.html?key=${site.key}`} target="_blank" rel="noopener">
          {say('demo')}
        </a>
      </div>
      <p className={styles.text}>{say('policy', { origin, socket: origin.replace(/^http/, 'ws') })}</p>
    </Group>
  );
}
