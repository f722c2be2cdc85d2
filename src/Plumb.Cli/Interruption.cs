using System.Runtime.InteropServices;

namespace Plumb.Cli;

/// <summary>Ctrl-C and SIGTERM: the first asks to end, the second ends at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source;
    private readonly PosixSignalRegistration[] registrations;

    public Interruption(CancellationToken cancellation)
    {
        source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        registrations = [Listen(PosixSignal.SIGINT), Listen(PosixSignal.SIGTERM)];
    }

    public CancellationToken Token => source.Token;

    /// <summary>The signal that came first; null before one.</summary>
    public PosixSignal? Signal { get; private set; }

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    private PosixSignalRegistration Listen(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        // Not cancelled the second time: the system's own handling ends the process.
        context.Cancel = Signal is null;
        Signal ??= signal;
        source.Cancel();
    });
}
