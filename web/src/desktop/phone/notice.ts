// A notification of the system while the page is out of sight: a ringing phone must be seen over other programs.

/** Asked when the browser becomes the phone, which is a click; browsers ask nobody without one. */
export async function askForNotices(): Promise<void> {
  if ('Notification' in window && Notification.permission === 'default') await Notification.requestPermission();
}

/** Shown only where the page is not looked at. Returns how to take it back. */
export function notify(title: string, body: string): () => void {
  if (!('Notification' in window) || Notification.permission !== 'granted' || document.hasFocus()) return () => undefined;
  try {
    const notice = new Notification(title, { body, tag: 'tandem-phone', requireInteraction: true });
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
