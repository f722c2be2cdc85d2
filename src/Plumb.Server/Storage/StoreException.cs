namespace Plumb.Server.Storage;

/// <summary>The store could not take a change: the disk is full or cannot be written. Nothing of the change was kept.</summary>
public sealed class StoreException : Exception
{
    public StoreException()
    {
    }

    public StoreException(string message)
        : base(message)
    {
    }

    public StoreException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
