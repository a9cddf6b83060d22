using System.Runtime.CompilerServices;

namespace Federated.Learning.ZerothOrder;

/// <summary>Past the caches: a vector that does not fit into them would be read from memory first, only to be overwritten.</summary>
internal readonly unsafe struct StreamedStore : IStore
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo<TLanes>(float* from, TLanes value, float* to)
        where TLanes : struct, ILanes<TLanes> => TLanes.StreamTo(from, value, to);
}
