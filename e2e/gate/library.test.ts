import { describe } from '@jest/globals';
import { behavesAsAGate } from './support/behaviour';
import { startLibraryService } from './support/library-service';

describe('a service on the library', () =>
  behavesAsAGate({ signIn: undefined, start: startLibraryService, closedWith: undefined }));
