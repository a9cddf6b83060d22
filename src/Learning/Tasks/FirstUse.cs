namespace Federated.Learning.Tasks;

/// <summary>
/// Lets one thread at a time in for its first pass over a batch of some size. oneDNN generates a convolution's code on first use
/// and shares it between threads; when two threads were first at the same moment, one start in ten ended in a segmentation fault
/// (libtorch 2.10, inside <c>brgemm_convolution_bwd_t</c>). The code cache belongs to the process, and so does the lock.
/// </summary>
internal static class FirstUse
{
    private static readonly Lock _lock = new();

    /// <summary>Waits for its turn if this thread has not seen the size yet; otherwise costs nothing.</summary>
    /// <param name="seen">batch sizes that this thread's objective has passed through</param>
    /// <param name="size">the coming batch</param>
    public static Turn Enter(HashSet<int> seen, int size)
    {
        if (!seen.Add(size))
        {
            return new Turn(null);
        }

        _lock.Enter();
        return new Turn(_lock);
    }

    /// <summary>Ends when disposed.</summary>
    public readonly ref struct Turn(Lock? held)
    {
        /// <summary>Lets the next thread in.</summary>
        public void Dispose() => held?.Exit();
    }
}
