using Plumb.Agent.Hosting;
using Plumb.Compose.Model;
using Plumb.Kernel.Loop;

namespace Plumb.Agent.Desired;

/// <summary>Lets the book of requests see what becomes of them.</summary>
internal sealed class RequestListener(RequestBook requests) : ILoopListener<ComposeSpec, StackSeen>
{
    public void Happened(DateTimeOffset now, LoopEvent<ComposeSpec, StackSeen> happened) => requests.Happened(happened);

    public void Ordered(DateTimeOffset now, LoopCommand<ComposeSpec> command) => requests.Ordered(command);

    public void Settled(DateTimeOffset now) => requests.Settled();
}
