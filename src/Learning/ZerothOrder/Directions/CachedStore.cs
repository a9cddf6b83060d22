using System.Runtime.CompilerServices;

namespace Federated.Learning.ZerothOrder;

/// <summary>Through the caches.</summary>
internal readonly unsafe struct CachedStore : IStore
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo<TLanes>(float* from, TLanes value, float* to)
        where TLanes : struct, ILanes<TLanes> => TLanes.AddTo(from, value, to);
}
