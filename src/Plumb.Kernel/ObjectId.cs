namespace Plumb.Kernel;

/// <summary>The name of one object that the loop keeps true. Unique within one loop; compared ordinally.</summary>
public readonly record struct ObjectId(string Value) : IComparable<ObjectId>
{
    public int CompareTo(ObjectId other) => string.CompareOrdinal(Value, other.Value);

    public static bool operator <(ObjectId left, ObjectId right) => left.CompareTo(right) < 0;

    public static bool operator >(ObjectId left, ObjectId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ObjectId left, ObjectId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ObjectId left, ObjectId right) => left.CompareTo(right) >= 0;

    public override string ToString() => Value;
}
