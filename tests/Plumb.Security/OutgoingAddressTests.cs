using System.Net;
using Plumb.Platform.Remote;
using Plumb.TestKit;

namespace Plumb.Security;

/// <summary>
/// Advisory rows 15 and 16 (Gogs CVE-2018-16409 and CVE-2022-1285, Gitea CVE-2026-22874 and GHSA-h2x6-g7q6-344v) for what Plumb itself calls:
/// the addresses of webhooks and mail servers, in every way of writing them, and however a server of names answers.
/// </summary>
public sealed class OutgoingAddressTests
{
    private static readonly DialRule Tls = new(Reach.Private, Encrypted: true);

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.170.2")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("192.0.0.192")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("::")]
    [InlineData("::169.254.169.254")]
    [InlineData("2001:0:a9fe:a9fe::1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("ff02::1")]
    [InlineData("64:ff9b:1::1")]
    public async Task An_address_that_nobody_should_be_sent_to_is_refused_written_down_or_by_name(string address)
    {
        await RefusedAsync(address, _ => throw new InvalidOperationException("A literal is not looked up."), Tls);
        await RefusedAsync("hooks.example.org", _ => [IPAddress.Parse(address)], Tls);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("2002:7f00:1::")]
    public Task A_name_that_leads_to_this_machine_without_saying_so_is_refused(string address) => RefusedAsync("hooks.example.org", _ => [IPAddress.Parse(address)], Tls);

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("172.31.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("127.0.0.1")]
    [InlineData("fd12::1")]
    [InlineData("::ffff:10.0.0.1")]
    public async Task With_the_internet_only_no_other_network_is_called(string address)
    {
        var rule = new DialRule(Reach.Public, Encrypted: true);
        await RefusedAsync(address, _ => [], rule);
        await RefusedAsync("hooks.example.org", _ => [IPAddress.Parse(address)], rule);
    }

    [Fact]
    public Task One_bad_address_among_good_ones_is_enough_to_refuse() =>
        RefusedAsync("hooks.example.org", _ => [IPAddress.Parse("192.168.1.1"), IPAddress.Parse("169.254.169.254")], Tls);

    [Fact]
    public Task In_the_clear_nothing_goes_to_the_internet() => RefusedAsync("hooks.example.org", _ => [IPAddress.Parse("93.184.216.34")], new(Reach.Any, Encrypted: false));

    // The second answer would lead elsewhere; there is no second question.
    [Fact]
    public async Task A_name_is_asked_for_once_and_the_connection_goes_to_what_was_judged()
    {
        using var there = new WebhookReceiver();
        var port = new Uri(there.Address).Port;
        var asked = 0;
        var dial = new RemoteDial((_, _) => Task.FromResult<IPAddress[]>([++asked == 1 ? IPAddress.Loopback : IPAddress.Parse("169.254.169.254")]));
        var connection = await dial.ConnectAsync("localhost", port, Tls, CancellationToken.None);
        await using (connection.Stream)
        {
            Assert.Equal((1, new IPEndPoint(IPAddress.Loopback, port)), (asked, connection.Stream.Socket.RemoteEndPoint));
        }
    }

    [Theory]
    [InlineData("localhost", "127.0.0.1")]
    [InlineData("127.0.0.1", null)]
    public async Task A_receiver_on_this_machine_that_is_written_down_as_such_is_good(string host, string? resolved)
    {
        using var there = new WebhookReceiver();
        var dial = new RemoteDial((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(resolved!)]));
        var connection = await dial.ConnectAsync(host, new Uri(there.Address).Port, new(Reach.Private, Encrypted: false), CancellationToken.None);
        await connection.Stream.DisposeAsync();
        Assert.Equal(AddressClass.Loopback, connection.Class);
    }

    [Theory]
    [InlineData("93.184.216.34", AddressClass.Public)]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946", AddressClass.Public)]
    [InlineData("172.32.0.1", AddressClass.Public)]
    [InlineData("100.128.0.1", AddressClass.Public)]
    [InlineData("64:ff9b::5db8:d822", AddressClass.Public)]
    [InlineData("10.9.8.7", AddressClass.Private)]
    [InlineData("fd00::1", AddressClass.Private)]
    public void What_is_good_is_known_as_such(string address, AddressClass expected) => Assert.Equal(expected, AddressClasses.ClassOf(IPAddress.Parse(address)));

    private static async Task RefusedAsync(string host, Func<string, IPAddress[]> answer, DialRule rule)
    {
        var dial = new RemoteDial((name, _) => Task.FromResult(answer(name)));
        var refused = await Assert.ThrowsAsync<RemoteRefusedException>(() => dial.ConnectAsync(host, 9, rule, CancellationToken.None));
        Assert.StartsWith($"{host} was not called: its address ", refused.Message, StringComparison.Ordinal);
    }
}
