using Plumb.Kernel;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;

namespace Plumb.Simulation.Play;

/// <summary>One kind of virtual world, and who knows what is right in it. It never asks the planner what is right.</summary>
public interface IUniverse<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    /// <summary>All that the steps of this world act on, for breakers.</summary>
    string World { get; }

    IPlanner<TSpec, TSeen> Planner { get; }

    /// <summary>How its host hears what is desired.</summary>
    Intake<TSpec, TSeen> IntakeOf(Desire<TSpec> desire, Trouble trouble, Random random) => new PlainIntake<TSpec, TSeen>(desire, random);

    /// <summary>Everything in it that carries our mark, and everything that is desired.</summary>
    IReadOnlyDictionary<ObjectId, TSeen> LookAtAll(IReadOnlyDictionary<ObjectId, TSpec> desired, DateTimeOffset now);

    Look<TSeen> LookAt(ObjectId id, TSpec? spec, DateTimeOffset now);

    /// <summary>A step in the parts between which it may be cut off. A part that answers with an error fails the step.</summary>
    IReadOnlyList<Func<string?>> Parts(ObjectId id, TSpec? spec, Step step);

    /// <summary>Somebody else changes something of this object.</summary>
    void Meddle(ObjectId id, Random random);

    /// <summary>People take away what is theirs.</summary>
    void Tidy();

    /// <summary>Another desired state of the object; a first one when there was none.</summary>
    TSpec Change(ObjectId id, TSpec? before, Random random);

    TSpec Suspend(TSpec spec, bool suspended);

    /// <summary>What is wrong with the object; null when it is as it should be, or rightly left alone.</summary>
    string? Wrong(ObjectId id, TSpec? spec);

    /// <summary>Whether the planner may hold it for this reason, as the world and what is desired are.</summary>
    bool IsJust(HoldReason reason, ObjectId id, TSpec? spec);

    /// <summary>The whole state, without anything that may differ between two equal ends.</summary>
    string Picture();
}
