using Plumb.Kernel.Queue;

namespace Plumb.Kernel.Tests;

/// <summary>The queue against a model that is too simple to be wrong, over random histories.</summary>
public sealed class WorkQueueProperties
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Any_history_agrees_with_the_model()
    {
        for (var seed = 0; seed < 60; seed++)
            Play(seed);
    }

    private static void Play(int seed)
    {
        var random = new Random(seed);
        var queue = new WorkQueue<int>(3);
        var model = new Model();
        for (var now = 0; now < 2000; now++)
        {
            var (key, lane) = (random.Next(12), random.Next(3));
            switch (random.Next(7))
            {
                case 0 or 1:
                    queue.Add(key, lane);
                    model.Add(key);
                    break;
                case 2:
                    var at = now + random.Next(50);
                    queue.AddAt(key, lane, Start.AddTicks(at));
                    model.Delayed[key] = Math.Min(at, model.Delayed.GetValueOrDefault(key, int.MaxValue));
                    break;
                case 3 or 4:
                    model.Promote(now);
                    var took = queue.TryTake(Start.AddTicks(now), out var taken, out _);
                    Assert.True(took == model.Waiting.Count > 0, $"seed {seed}, step {now}: took {took}, {model.Waiting.Count} wait");
                    if (took)
                        Assert.True(model.Take(taken), $"seed {seed}, step {now}: {taken} was not waiting");
                    break;
                case 5:
                    queue.Done(key);
                    model.Done(key);
                    break;
                default:
                    if (random.Next(10) == 0)
                    {
                        queue.Remove(key);
                        model.Remove(key);
                    }
                    else if (random.Next(5) == 0)
                    {
                        Assert.Equal(model.Begin(key), queue.TryBegin(key));
                    }

                    break;
            }

            Assert.Equal((model.Waiting.Count, model.InFlight.Count, model.Delayed.Count), (queue.Waiting, queue.InFlight, queue.Delayed));
        }
    }

    private sealed class Model
    {
        public HashSet<int> Waiting { get; } = [];

        public HashSet<int> InFlight { get; } = [];

        public HashSet<int> Again { get; } = [];

        public Dictionary<int, int> Delayed { get; } = [];

        public void Add(int key) => (InFlight.Contains(key) ? Again : Waiting).Add(key);

        public void Promote(int now)
        {
            foreach (var key in Delayed.Where(it => it.Value <= now).Select(it => it.Key).ToArray())
            {
                Delayed.Remove(key);
                Add(key);
            }
        }

        public bool Take(int key) => Waiting.Remove(key) && InFlight.Add(key);

        public bool Begin(int key)
        {
            if (InFlight.Contains(key))
                return false;
            if (Waiting.Remove(key))
                Again.Add(key);
            return InFlight.Add(key);
        }

        public void Done(int key)
        {
            if (InFlight.Remove(key) && Again.Remove(key))
                Waiting.Add(key);
        }

        public void Remove(int key)
        {
            Waiting.Remove(key);
            Again.Remove(key);
            Delayed.Remove(key);
        }
    }
}
