namespace Plumb.Platform.Remote;

/// <summary>How far calls to a configured address may go.</summary>
public enum Reach
{
    /// <summary>The Internet only.</summary>
    Public,

    /// <summary>Networks of one's own too, and this machine where the address itself says so (<c>localhost</c>, <c>127.0.0.1</c>): a name that a server of names turns into this machine is refused.</summary>
    Private,

    /// <summary>Link-local and metadata addresses too.</summary>
    Any,
}

/// <summary>What a connection may lead to.</summary>
/// <param name="Encrypted">False: it goes in the clear, and so never to the Internet.</param>
public sealed record DialRule(Reach Reach, bool Encrypted)
{
    /// <summary>Why not; null: it may.</summary>
    internal string? Refusal(AddressClass found, bool saysThisMachine) => (Reach, found) switch
    {
        (_, AddressClass.Public) when !Encrypted => "is on the Internet, and nothing is sent there in the clear; use TLS",
        (_, AddressClass.Public) => null,
        (Reach.Any, _) => null,
        (Reach.Private, AddressClass.Private) => null,
        (Reach.Private, AddressClass.Loopback) when saysThisMachine => null,
        (Reach.Private, AddressClass.Loopback) => "is this machine, which the address does not say; write localhost or 127.0.0.1 if that is meant",
        (_, AddressClass.LinkLocal) => "is link-local, where cloud machines hand out their credentials",
        (_, AddressClass.Reserved) => "is a reserved address",
        (Reach.Public, _) => "is not on the Internet",
        _ => throw new InvalidOperationException($"No rule for {Reach} and {found}."),
    };
}
