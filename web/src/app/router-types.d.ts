// Makes the addresses known to every Link of the app.
import type { AppRouter } from './router.tsx';

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter;
  }
}
