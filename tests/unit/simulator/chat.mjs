// A chat in the style of the official quickstart. Arguments: the words of each turn. Prints one JSON object.
import {GoogleGenAI, Modality} from '@google/genai';

const [model, handle, ...turns] = process.argv.slice(2);
const messages = [];
let wake = () => {};
let closed = null;

function receive() {
  return new Promise((resolve) => {
    const next = () => (messages.length ? resolve(messages.shift()) : closed ? resolve(null) : undefined);
    wake = next;
    next();
  });
}

async function turn() {
  const seen = [];
  for (;;) {
    const message = await receive();
    if (message === null) return seen;
    seen.push(message);
    if (message.serverContent?.turnComplete) return seen;
  }
}

// connect() never settles where the server closes during the setup, hence the race.
let refuse = () => {};
const refused = new Promise((resolve) => (refuse = resolve));
const ai = new GoogleGenAI({});
const dialled = ai.live.connect({
  model,
  config: {
    responseModalities: [Modality.AUDIO],
    outputAudioTranscription: {},
    sessionResumption: handle ? {handle} : {},
  },
  callbacks: {
    onmessage: (message) => (messages.push(message), wake()),
    onclose: (event) => ((closed = {code: event.code, reason: event.reason}), refuse(null), wake()),
    onerror: (event) => console.error(event.message),
  },
});
const session = await Promise.race([dialled, refused]);

const seen = [];
for (const words of session ? turns : []) {
  session.sendClientContent({turns: words});
  seen.push(...(await turn()));
}
if (!closed) seen.push(await receive());
session?.close();

const contents = seen.map((message) => message?.serverContent ?? {});
const sound = contents.flatMap((c) => c.modelTurn?.parts ?? []).map((part) => part.inlineData?.data ?? '');
console.log(JSON.stringify({
  closed,
  words: contents.map((c) => c.outputTranscription?.text ?? '').join(''),
  bytes: sound.reduce((sum, data) => sum + Buffer.from(data, 'base64').length, 0),
  turns: contents.filter((c) => c.turnComplete).length,
  tokens: seen.map((message) => message?.usageMetadata?.totalTokenCount).filter(Boolean),
  handle: seen.map((message) => message?.sessionResumptionUpdate?.newHandle).filter(Boolean).pop() ?? null,
}));
