/** The gallery: every component in every state, for eyes, axe and the keyboard. */
import { createRoot } from 'react-dom/client';

createRoot(document.getElementById('app') as HTMLElement).render(<h1>Gallery</h1>);
