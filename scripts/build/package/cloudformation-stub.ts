import { createServer } from 'node:http';
import { close, listen } from '../../command/local-server';

/** A server that has to be closed. */
interface CloudFormationStub {
  /** e.g. `http://127.0.0.1:41235` */
  readonly endpoint: string;
  close(): Promise<void>;
}

/** What CloudFormation says of a stack that was never deployed. */
const NO_SUCH_STACK = `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
  <Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack does not exist</Message></Error>
  <RequestId>00000000-0000-0000-0000-000000000000</RequestId>
</ErrorResponse>
`;

/** Starts a stand-in for CloudFormation that has no stacks, on a free port of this machine: packaging asks it which layers are deployed. */
export async function startCloudFormationStub(): Promise<CloudFormationStub> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(400, { 'Content-Type': 'text/xml' }).end(NO_SUCH_STACK));
  });
  return { endpoint: `http://127.0.0.1:${await listen(server)}`, close: () => close(server) };
}
