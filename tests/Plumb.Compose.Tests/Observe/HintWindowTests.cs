using Plumb.Compose.Observe;
using Plumb.Kernel;

namespace Plumb.Compose.Tests.Observe;

public sealed class HintWindowTests
{
    private static readonly ObjectId A = new("a");
    private static readonly ObjectId B = new("b");
    private readonly ManualTime _time = new();
    private readonly HintWindow _window;

    public HintWindowTests() => _window = new HintWindow(
        new ComposeObserverOptions { Instance = "i", HintRest = TimeSpan.FromMilliseconds(50), HintWait = TimeSpan.FromMilliseconds(120) }, _time);

    [Fact]
    public void Many_events_become_one_hint_when_they_rest()
    {
        for (var i = 0; i < 3; i++)
        {
            _window.Add([A]);
            _time.Pass(20);
            Assert.Empty(_window.Ripe());
        }

        Assert.Equal(TimeSpan.FromMilliseconds(30), _window.Wait);
        _time.Pass(30);
        Assert.Equal([A], _window.Ripe());
        Assert.Null(_window.Wait);
    }

    [Fact]
    public void Events_that_never_rest_do_not_hold_a_hint_back()
    {
        for (var i = 0; i < 4; i++)
        {
            _window.Add([A]);
            _time.Pass(30);
        }

        Assert.Equal([A], _window.Ripe());
    }

    [Fact]
    public void Each_object_has_its_own_time()
    {
        _window.Add([A]);
        _time.Pass(40);
        _window.Add([B]);
        _window.AddAny();
        _time.Pass(10);
        Assert.Equal([A], _window.Ripe());
        Assert.Equal([B, null], _window.Rest());
    }

    private sealed class ManualTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => _now;

        public void Pass(long milliseconds) => _now += milliseconds;
    }
}
