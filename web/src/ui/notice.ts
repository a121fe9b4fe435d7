// A notification of the system while the page is out of sight: a ringing phone and an alarm must be seen over other programs.

/** Asked at a click, as when the browser becomes the phone; browsers ask nobody without one. */
export async function askForNotices(): Promise<void> {
  if ('Notification' in window && Notification.permission === 'default') await Notification.requestPermission();
}

/**
 * Shown only where the page is not looked at. `tag`: what a newer one of its kind replaces; `stays`: until somebody closes it.
 * Returns how to take it back.
 */
export function notify({ title, body, tag, stays }: { title: string; body: string; tag: string; stays: boolean }): () => void {
  if (!('Notification' in window) || Notification.permission !== 'granted' || document.hasFocus()) return () => undefined;
  try {
    const notice = new Notification(title, { body, tag, requireInteraction: stays });
    notice.addEventListener('click', () => {
      window.focus();
      notice.close();
    });
    return () => notice.close();
  } catch {
    // Browsers of phones show notifications of service workers only.
    return () => undefined;
  }
}
