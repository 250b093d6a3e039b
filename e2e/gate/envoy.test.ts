import { behavesAsAGate } from './support/behaviour';
import { documentedForEnvoy, envoy, startEnvoy } from './support/envoy';

envoy.describe('Envoy', () =>
  behavesAsAGate({
    signIn: true,
    start: (ports) => startEnvoy(documentedForEnvoy('envoy.yaml', ports), ports),
    // All but a 5xx of the gate is handed on as it is.
    closedWith: {
      stopped: 503,
      slow: 503,
      'answers 500': 503,
      'answers 503': 503,
      'answers 404': 404,
      'ends connections': 503,
      'answers nonsense': 503,
    },
  }),
);
