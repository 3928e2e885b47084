/** Entry of the page in which the peers that need a browser run; `inPage.ts` opens it and calls `timePeer`. */
import { timeJaxJs } from './jaxJs';
import type { PeerTiming, Rounds } from './peer';
import { timeTfjs } from './tfjs';

const peers = {
  'tfjs webgl': (rounds) => timeTfjs('webgl', rounds),
  'tfjs webgpu': async (rounds) => {
    await import('@tensorflow/tfjs-backend-webgpu');
    return timeTfjs('webgpu', rounds);
  },
  'jax-js webgpu': (rounds) => timeJaxJs('webgpu', rounds),
} satisfies Record<string, (rounds: Rounds) => Promise<PeerTiming>>;

export type PagePeer = keyof typeof peers;

declare global {
  interface Window {
    timePeer?: (peer: PagePeer, rounds: Rounds) => Promise<PeerTiming>;
  }
}

window.timePeer = (peer, rounds) => peers[peer](rounds);
