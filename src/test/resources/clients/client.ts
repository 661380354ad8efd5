// Says a sentence, approves a mail and reads the events, by nothing but the generated client.
import { ApprovalsApi, Configuration, ConversationsApi, Decision, EventsApi, SigningInApi, TurnsApi } from "./generated";

declare const process: { argv: string[] };

async function main(basePath: string): Promise<void> {
  const { token } = await new SigningInApi(new Configuration({ basePath })).signIn({
    signIn: { user: "alice", password: "alice-demo" },
  });
  const configuration = new Configuration({ basePath, accessToken: token });

  const talk = await new ConversationsApi(configuration).createConversation({ newConversation: { title: "generated" } });
  const turns = new TurnsApi(configuration);
  const order = await turns.say({ id: talk.id, sayRequest: { text: "where is order A-1001?" }, prefer: "wait=60" });
  console.log(`SAID ${order.state} ${order.reply}`);

  const mail = await turns.say({
    id: talk.id,
    sayRequest: { text: "email bob@example.com that lunch is ready" },
    prefer: "wait=60",
  });
  const asked = mail.approval!;
  console.log(`ASKED ${asked.tool} ${asked.shown[0].value}`);
  await new ApprovalsApi(configuration).decideApproval({
    id: asked.approvalId,
    decisionRequest: { decision: Decision.Approve, hash: asked.hash },
  });

  const log = new EventsApi(configuration);
  let events = (await log.listEvents({ id: talk.id, limit: 500 })).items;
  for (let i = 0; i < 300 && events.filter((event) => event.type === "turn.completed").length < 2; i++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    events = (await log.listEvents({ id: talk.id, limit: 500 })).items;
  }
  for (const event of events) {
    switch (event.type) {
      case "conversation.opened":
        console.log(`OPENED ${event.seq} ${event.data.ai}`);
        break;
      case "approval.decided":
        console.log(`DECIDED ${event.data.decision} by ${event.data.by}`);
        break;
      case "tool.completed":
        console.log(`CALLED ${event.data.callId.startsWith(event.turnId)}`);
        break;
    }
  }
}

main(process.argv[2]).catch((failure) => {
  console.error(failure);
  throw failure;
});
