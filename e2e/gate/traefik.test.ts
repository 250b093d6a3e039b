import { behavesAsAGate } from './support/behaviour';
import { startTraefik, traefik } from './support/traefik';

traefik.describe('Traefik', () =>
  behavesAsAGate({
    signIn: true,
    start: startTraefik,
    // All but a 2xx of the gate is handed on as it is.
    closedWith: {
      stopped: 500,
      slow: 500,
      'answers 500': 500,
      'answers 503': 503,
      'answers 404': 404,
      'ends connections': 500,
      'answers nonsense': 500,
    },
  }),
);
